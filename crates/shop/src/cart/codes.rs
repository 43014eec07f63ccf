//! Error and warning codes of carts, as the API names them.

use async_graphql::Enum;

/// Why a change to a cart was rejected.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum CartErrorCode {
    /// An address field contains emoji.
    AddressFieldContainsEmojis,
    /// An address field contains HTML.
    AddressFieldContainsHtmlTags,
    /// An address field contains a URL.
    AddressFieldContainsUrl,
    /// An address field is not in the format its country uses.
    AddressFieldDoesNotMatchExpectedPattern,
    /// A required address field is missing.
    AddressFieldIsRequired,
    /// An address field is too long.
    AddressFieldIsTooLong,
    /// A bundle cannot belong to another line.
    BundlesAndAddonsCannotBeMixed,
    /// The buyer may not buy for this company location.
    BuyerCannotPurchaseForCompanyLocation,
    /// The cart exceeds a size limit.
    CartTooLarge,
    /// The gift card's recipient is incomplete or invalid.
    GiftCardRecipientInvalid,
    /// A value is invalid.
    Invalid,
    /// There is no such company location.
    InvalidCompanyLocation,
    /// The cart has no such delivery address.
    InvalidDeliveryAddressId,
    /// The cart has no such delivery group.
    InvalidDeliveryGroup,
    /// The delivery option cannot be selected.
    InvalidDeliveryOption,
    /// The quantity is not a multiple of the required increment.
    InvalidIncrement,
    /// The cart has no such line.
    InvalidMerchandiseLine,
    /// A custom field is invalid.
    InvalidMetafields,
    /// The payment is invalid.
    InvalidPayment,
    /// The payment method must support deferred payment.
    InvalidPaymentDeferredPaymentRequired,
    /// An empty cart cannot be paid for.
    InvalidPaymentEmptyCart,
    /// The postal code does not exist in the country.
    InvalidZipCodeForCountry,
    /// The postal code does not exist in the province.
    InvalidZipCodeForProvince,
    /// A number exceeds its limit.
    LessThan,
    /// The quantity is above the maximum.
    MaximumExceeded,
    /// A cart transform of the shop failed.
    MerchandiseLineTransformersRunError,
    /// The merchandise cannot be bought this way.
    MerchandiseNotApplicable,
    /// The quantity is below the minimum.
    MinimumNotMet,
    /// Buying for a company requires a signed-in customer.
    MissingCustomerAccessToken,
    /// A discount code is missing.
    MissingDiscountCode,
    /// A note is missing.
    MissingNote,
    /// The note is longer than 5,000 characters.
    NoteTooLong,
    /// More than one delivery address is selected.
    OnlyOneDeliveryAddressCanBeSelected,
    /// A parent named by its merchandise must be added in the same call.
    ParentLineInvalidReference,
    /// A line that belongs to another cannot have lines of its own.
    ParentLineNestingTooDeep,
    /// The parent line does not exist.
    ParentLineNotFound,
    /// The merchandise cannot belong to another line.
    ParentLineOperationBlocked,
    /// The card has expired.
    PaymentsCreditCardBaseExpired,
    /// The payment provider does not accept this card.
    PaymentsCreditCardBaseGatewayNotSupported,
    /// There is a problem with the card.
    PaymentsCreditCardGeneric,
    /// The card's expiry month is invalid.
    PaymentsCreditCardMonthInclusion,
    /// The card number is invalid.
    PaymentsCreditCardNumberInvalid,
    /// The card number is malformed.
    PaymentsCreditCardNumberInvalidFormat,
    /// The card's security code is missing.
    PaymentsCreditCardVerificationValueBlank,
    /// The security code is invalid for this brand of card.
    PaymentsCreditCardVerificationValueInvalidForCardType,
    /// The card's expiry year has passed.
    PaymentsCreditCardYearExpired,
    /// The card's expiry year is invalid.
    PaymentsCreditCardYearInvalidExpiryYear,
    /// This cart cannot be paid for with the payment method.
    PaymentMethodNotApplicable,
    /// The shop does not accept the payment method.
    PaymentMethodNotSupported,
    /// Delivery options are still being determined.
    PendingDeliveryGroups,
    /// The province does not exist in the country.
    ProvinceNotFound,
    /// The merchandise is not sold with this selling plan.
    SellingPlanNotApplicable,
    /// The cart could not be saved at the moment.
    ServiceUnavailable,
    /// A cart may have at most 20 delivery addresses.
    TooManyDeliveryAddresses,
    /// The address is invalid for some other reason.
    UnspecifiedAddressError,
    /// A custom validation of the shop failed.
    ValidationCustom,
    /// The merchandise is sold only with a selling plan.
    VariantRequiresSellingPlan,
    /// The shop does not deliver to this postal code.
    ZipCodeNotSupported,
}

/// How the result of a cart change differs from the request.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum CartWarningCode {
    /// The selected delivery option is no longer offered; the buyer must select another.
    DeliveryOptionNotAvailable,
    /// The discount code could not be applied.
    DiscountCodeNotHonoured,
    /// The discount is not active at the moment.
    DiscountCurrentlyInactive,
    /// The customer is not eligible for the discount.
    DiscountCustomerNotEligible,
    /// The customer has reached the discount's usage limit.
    DiscountCustomerUsageLimitReached,
    /// The discount is limited to certain customers, and nobody is signed in.
    DiscountEligibleCustomerMissing,
    /// The discount does not apply to this kind of purchase: one-time or subscription.
    DiscountIncompatiblePurchaseType,
    /// There is no discount with this code.
    DiscountNotFound,
    /// No line qualifies for the discount.
    DiscountNoEntitledLineItems,
    /// No delivery qualifies for the discount.
    DiscountNoEntitledShippingLines,
    /// The cart's amount is outside the range the discount requires.
    DiscountPurchaseNotInRange,
    /// The number of units is outside the range the discount requires.
    DiscountQuantityNotInRange,
    /// The discount has reached its usage limit.
    DiscountUsageLimitReached,
    /// The cart already has this delivery address.
    DuplicateDeliveryAddress,
    /// There is not enough stock; the quantity was lowered to what is available.
    MerchandiseNotEnoughStock,
    /// Out of stock; the line was not added or its quantity not raised.
    MerchandiseOutOfStock,
    /// A company can buy this merchandise only once, not by subscription.
    MerchandiseSellingPlanNotApplicableOnCompanyLocation,
    /// The gift card cannot be used.
    PaymentsGiftCardsUnavailable,
}

//! Codes of errors and warnings of carts, as the API names them.

use async_graphql::Enum;

/// Why a change of a cart was refused.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum CartErrorCode {
    /// A line of the address has pictograms.
    AddressFieldContainsEmojis,
    /// A line of the address has markup.
    AddressFieldContainsHtmlTags,
    /// A line of the address has a web address.
    AddressFieldContainsUrl,
    /// A line of the address is not in the form its country uses.
    AddressFieldDoesNotMatchExpectedPattern,
    /// A line of the address is missing.
    AddressFieldIsRequired,
    /// A line of the address is too long.
    AddressFieldIsTooLong,
    /// A line cannot be a bundle and belong to another line.
    BundlesAndAddonsCannotBeMixed,
    /// The buyer may not buy for this branch of the company.
    BuyerCannotPurchaseForCompanyLocation,
    /// The cart holds more than it may.
    CartTooLarge,
    /// Whoever should get the gift card is not described well enough.
    GiftCardRecipientInvalid,
    /// A value cannot be used.
    Invalid,
    /// There is no such branch of a company.
    InvalidCompanyLocation,
    /// The cart has no such delivery address.
    InvalidDeliveryAddressId,
    /// The cart has no such delivery group.
    InvalidDeliveryGroup,
    /// The delivery option cannot be chosen.
    InvalidDeliveryOption,
    /// The merchandise is sold in packs, and the quantity is no multiple of one.
    InvalidIncrement,
    /// The cart has no such line.
    InvalidMerchandiseLine,
    /// A custom field is wrong.
    InvalidMetafields,
    /// The payment cannot be used.
    InvalidPayment,
    /// The payment must be one that can be collected later.
    InvalidPaymentDeferredPaymentRequired,
    /// An empty cart cannot be paid.
    InvalidPaymentEmptyCart,
    /// The country has no such postal code.
    InvalidZipCodeForCountry,
    /// The province has no such postal code.
    InvalidZipCodeForProvince,
    /// A number is above its limit.
    LessThan,
    /// More units than may be bought at once.
    MaximumExceeded,
    /// The shop's own rules for lines failed.
    MerchandiseLineTransformersRunError,
    /// The merchandise cannot be bought in this way.
    MerchandiseNotApplicable,
    /// Fewer units than must be bought at once.
    MinimumNotMet,
    /// Buying for a company needs a signed-in customer.
    MissingCustomerAccessToken,
    /// A discount code is missing.
    MissingDiscountCode,
    /// A note is missing.
    MissingNote,
    /// The note is longer than 5,000 characters.
    NoteTooLong,
    /// More than one delivery address is marked as selected.
    OnlyOneDeliveryAddressCanBeSelected,
    /// A parent named by its merchandise must be added by the same call.
    ParentLineInvalidReference,
    /// A line that belongs to another cannot have lines of its own.
    ParentLineNestingTooDeep,
    /// The line this one should belong to is not there.
    ParentLineNotFound,
    /// The merchandise cannot belong to another line.
    ParentLineOperationBlocked,
    /// The card has expired.
    PaymentsCreditCardBaseExpired,
    /// The payment provider does not take this card.
    PaymentsCreditCardBaseGatewayNotSupported,
    /// Something is wrong with the card.
    PaymentsCreditCardGeneric,
    /// The card's month of expiry is none.
    PaymentsCreditCardMonthInclusion,
    /// There is no card with this number.
    PaymentsCreditCardNumberInvalid,
    /// The card number is not written as one.
    PaymentsCreditCardNumberInvalidFormat,
    /// The card's security code is missing.
    PaymentsCreditCardVerificationValueBlank,
    /// Cards of this brand have no such security code.
    PaymentsCreditCardVerificationValueInvalidForCardType,
    /// The card's year of expiry is over.
    PaymentsCreditCardYearExpired,
    /// The card's year of expiry is none.
    PaymentsCreditCardYearInvalidExpiryYear,
    /// This cart cannot be paid that way.
    PaymentMethodNotApplicable,
    /// The shop does not take this way of paying.
    PaymentMethodNotSupported,
    /// Delivery is still being worked out.
    PendingDeliveryGroups,
    /// The country has no such province.
    ProvinceNotFound,
    /// The merchandise is not sold with this selling plan.
    SellingPlanNotApplicable,
    /// The cart could not be saved just now.
    ServiceUnavailable,
    /// A cart keeps at most 20 delivery addresses.
    TooManyDeliveryAddresses,
    /// Something else is wrong with the address.
    UnspecifiedAddressError,
    /// One of the shop's own checks failed.
    ValidationCustom,
    /// The merchandise is sold only with a selling plan.
    VariantRequiresSellingPlan,
    /// The shop does not deliver to this postal code.
    ZipCodeNotSupported,
}

/// What a change of a cart did differently from what was asked.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum CartWarningCode {
    /// The chosen way of delivery is no longer offered; another one has to be chosen.
    DeliveryOptionNotAvailable,
    /// The discount code could not be applied.
    DiscountCodeNotHonoured,
    /// The discount is not running now.
    DiscountCurrentlyInactive,
    /// The discount is for other customers.
    DiscountCustomerNotEligible,
    /// The customer has used the discount as often as allowed.
    DiscountCustomerUsageLimitReached,
    /// The discount is for certain customers, and nobody is signed in.
    DiscountEligibleCustomerMissing,
    /// The discount is for the other kind of purchase: once, or by subscription.
    DiscountIncompatiblePurchaseType,
    /// There is no discount with this code.
    DiscountNotFound,
    /// The discount fits none of the lines.
    DiscountNoEntitledLineItems,
    /// The discount fits none of the deliveries.
    DiscountNoEntitledShippingLines,
    /// The cart's amount is outside what the discount asks for.
    DiscountPurchaseNotInRange,
    /// The number of units is outside what the discount asks for.
    DiscountQuantityNotInRange,
    /// The discount has been used as often as allowed.
    DiscountUsageLimitReached,
    /// The cart has this delivery address already.
    DuplicateDeliveryAddress,
    /// Fewer units are there than were asked for; the quantity was lowered to what there is.
    MerchandiseNotEnoughStock,
    /// No units are left; the line was not added or not raised.
    MerchandiseOutOfStock,
    /// Companies buy this merchandise once, not by subscription.
    MerchandiseSellingPlanNotApplicableOnCompanyLocation,
    /// Gift cards cannot be used here.
    PaymentsGiftCardsUnavailable,
}

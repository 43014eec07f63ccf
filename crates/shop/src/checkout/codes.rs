//! Codes for what keeps a cart from becoming an order, as the API names them.

use async_graphql::Enum;
use strum::{Display, EnumString};

/// What is missing or wrong in a submitted cart.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum SubmissionErrorCode {
    /// The e-mail address is invalid.
    BuyerIdentityEmailIsInvalid,
    /// An e-mail address is required.
    BuyerIdentityEmailRequired,
    /// The delivery address has no street.
    #[graphql(name = "DELIVERY_ADDRESS1_REQUIRED")]
    DeliveryAddress1Required,
    /// There is no delivery address.
    DeliveryAddressRequired,
    /// The delivery address has no city.
    DeliveryCityRequired,
    /// The delivery address has no country.
    DeliveryCountryRequired,
    /// The delivery address has no last name.
    DeliveryLastNameRequired,
    /// The shop does not deliver to this address.
    DeliveryNoDeliveryAvailable,
    /// The delivery address has no postal code.
    DeliveryPostalCodeRequired,
    /// The delivery address has no province, and its country requires one.
    DeliveryZoneRequiredForCountry,
    /// Something else is wrong; see the message.
    Error,
    /// The cart is empty, or something in it is no longer sold.
    MerchandiseNotApplicable,
    /// There are fewer units in stock than the cart holds.
    MerchandiseNotEnoughStockAvailable,
    /// Merchandise is out of stock.
    MerchandiseOutOfStock,
    /// A product in the cart is no longer published.
    MerchandiseProductNotPublished,
    /// No delivery option is selected.
    NoDeliveryGroupSelected,
    /// The billing address has no country.
    PaymentsCountryRequired,
    /// No payment method is set.
    PaymentsMethodRequired,
    /// The payment method cannot be used for this cart.
    PaymentsMethodUnavailable,
    /// The total differs from the amount the buyer expected to pay.
    PaymentsUnacceptablePaymentAmount,
    /// The cart can only be bought on the checkout page.
    RedirectToCheckoutRequired,
}

/// Why a submitted cart did not become an order.
#[derive(Clone, Copy, Debug, Display, Enum, EnumString, PartialEq, Eq, Hash)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompletionErrorCode {
    /// Something else went wrong; nothing is charged.
    Error,
    /// The units were sold to others in the meantime.
    InventoryReservationError,
    /// The buyer must contact the card issuer.
    PaymentCallIssuer,
    /// The card was declined.
    PaymentCardDeclined,
    /// The payment failed.
    PaymentError,
    /// The card has insufficient funds, or a gift card holds less than it was to pay.
    PaymentInsufficientFunds,
    /// The payment method is unknown to the provider, or was used before.
    PaymentInvalidPaymentMethod,
    /// The provider could not be reached in time; nothing is charged.
    PaymentTransientError,
}

/// Notices about an attempt that is still in progress.
#[derive(Clone, Copy, Debug, Display, Enum, EnumString, PartialEq, Eq)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompletionNoticeCode {
    /// It is not known yet whether the payment was made; the provider is asked again.
    PaymentOutcomeUnknown,
    /// The payment provider cannot be reached. The attempt is kept and continues when the provider
    /// is back.
    PaymentProviderUnavailable,
}

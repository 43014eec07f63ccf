//! Codes of what keeps a cart from becoming an order, as the API names them.

use async_graphql::Enum;
use strum::{Display, EnumString};

/// What is missing or wrong in a cart that was submitted.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum SubmissionErrorCode {
    /// The e-mail address is none.
    BuyerIdentityEmailIsInvalid,
    /// An order needs an e-mail address.
    BuyerIdentityEmailRequired,
    /// The address to deliver to has no street.
    #[graphql(name = "DELIVERY_ADDRESS1_REQUIRED")]
    DeliveryAddress1Required,
    /// There is no address to deliver to.
    DeliveryAddressRequired,
    /// The address to deliver to has no city.
    DeliveryCityRequired,
    /// The address to deliver to has no country.
    DeliveryCountryRequired,
    /// The address to deliver to has no last name.
    DeliveryLastNameRequired,
    /// Nothing is delivered to this address.
    DeliveryNoDeliveryAvailable,
    /// The address to deliver to has no postal code.
    DeliveryPostalCodeRequired,
    /// The address to deliver to has no province, and its country needs one.
    DeliveryZoneRequiredForCountry,
    /// Something else is wrong; the message says what.
    Error,
    /// The cart is empty, or something in it is no longer sold.
    MerchandiseNotApplicable,
    /// There are fewer units than the cart holds.
    MerchandiseNotEnoughStockAvailable,
    /// There are no units left.
    MerchandiseOutOfStock,
    /// Something in the cart is no longer shown.
    MerchandiseProductNotPublished,
    /// No way of delivery is chosen.
    NoDeliveryGroupSelected,
    /// The billing address has no country.
    PaymentsCountryRequired,
    /// Nothing says how the cart is paid.
    PaymentsMethodRequired,
    /// The way to pay cannot be used for this cart.
    PaymentsMethodUnavailable,
    /// The total is not what the buyer took it for.
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
    /// The units were sold to others meanwhile.
    InventoryReservationError,
    /// The bank wants to be called.
    PaymentCallIssuer,
    /// The card was declined.
    PaymentCardDeclined,
    /// The payment failed.
    PaymentError,
    /// There is not enough money behind the card, or a gift card holds less than it was to pay.
    PaymentInsufficientFunds,
    /// The way to pay is unknown to the provider, or was used before.
    PaymentInvalidPaymentMethod,
    /// The provider could not be reached in time; nothing is charged.
    PaymentTransientError,
}

/// What a buyer should know of an attempt that goes on by itself.
#[derive(Clone, Copy, Debug, Display, Enum, EnumString, PartialEq, Eq)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CompletionNoticeCode {
    /// It is not known yet whether the payment was made. It is asked for again.
    PaymentOutcomeUnknown,
    /// The payment provider cannot be reached. The attempt is kept, and goes on when it is back.
    PaymentProviderUnavailable,
}

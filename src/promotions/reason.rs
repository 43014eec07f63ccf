//! Why a discount does not apply.

use async_graphql::Enum;

/// The rule by which a discount does not apply.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
#[graphql(name = "DiscountReason")]
pub enum Reason {
    /// There is no discount with this code.
    NotFound,
    /// It has not begun.
    NotStarted,
    /// It is over.
    Ended,
    /// It is for other markets.
    Market,
    /// It is for other sales channels.
    Channel,
    /// It is for certain customers, and nothing says who buys.
    CustomerUnknown,
    /// It is for other customers.
    Customer,
    /// The code has been used as often as it may be.
    UsageLimit,
    /// The customer has used it before.
    CustomerUsageLimit,
    /// It is for the other kind of purchase: once, or by subscription.
    PurchaseType,
    /// It is for other goods.
    Items,
    /// More units must be bought.
    Quantity,
    /// Goods for a higher amount must be bought.
    Subtotal,
    /// It is for other deliveries.
    Delivery,
    /// It has no amount in the currency of the cart.
    Currency,
    /// Nothing is left to take it off from.
    Nothing,
    /// It does not go together with discounts that take off more.
    Combination,
}

impl Reason {
    /// What a buyer is told.
    pub fn message(self) -> &'static str {
        match self {
            Self::NotFound => "There is no discount with this code.",
            Self::NotStarted => "The discount has not begun yet.",
            Self::Ended => "The discount is over.",
            Self::Market => "The discount is not for your country.",
            Self::Channel => "The discount cannot be used in this shop.",
            Self::CustomerUnknown => "Tell your e-mail address to use this discount.",
            Self::Customer => "The discount is for other customers.",
            Self::UsageLimit => "The discount has been used as often as it may be.",
            Self::CustomerUsageLimit => "You have used this discount before.",
            Self::PurchaseType => "The discount is for another kind of purchase.",
            Self::Items => "The discount is for goods that are not in the cart.",
            Self::Quantity => "Buy more units to use this discount.",
            Self::Subtotal => "Buy for a higher amount to use this discount.",
            Self::Delivery => "The discount is for other ways of delivery.",
            Self::Currency => "The discount cannot be used in this currency.",
            Self::Nothing => "Nothing is left that the discount could be taken off from.",
            Self::Combination => "The discount does not go together with better ones in the cart.",
        }
    }
}

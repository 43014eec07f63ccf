//! Why a discount does not apply.

use crate::texts::DiscountTexts;
use async_graphql::Enum;

/// Why a discount does not apply.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
#[graphql(name = "DiscountReason")]
pub enum IneligibleReason {
    /// There is no discount with this code.
    NotFound,
    /// It has not started. Buyers are told that there is no such discount.
    NotStarted,
    /// It has ended. Buyers are told that there is no such discount.
    Ended,
    /// It is for other markets. Buyers are told that there is no such discount.
    Market,
    /// It is for other sales channels. Buyers are told that there is no such discount.
    Channel,
    /// It is for certain customers, and the buyer is not known.
    CustomerUnknown,
    /// It is for other customers. Only merchants are told.
    Customer,
    /// The code has reached its usage limit.
    UsageLimit,
    /// The customer has already used it. Only merchants are told.
    CustomerUsageLimit,
    /// It is for the other kind of purchase: one-time or subscription.
    PurchaseType,
    /// It is for other products.
    Items,
    /// More units must be bought.
    Quantity,
    /// More must be spent on its items.
    Subtotal,
    /// It is for other deliveries.
    Delivery,
    /// It has no amount in the currency of the cart.
    Currency,
    /// Nothing is left to take it off.
    Nothing,
    /// It does not combine with discounts that take off more.
    Combination,
}

impl IneligibleReason {
    /// The message for the buyer, in the language of these texts.
    pub fn text(self, texts: &DiscountTexts) -> &'static str {
        match self {
            Self::NotFound => texts.not_found,
            Self::NotStarted => texts.not_yet,
            Self::Ended => texts.ended,
            Self::Market | Self::Channel => texts.not_here,
            Self::CustomerUnknown => texts.who_buys,
            Self::Customer => texts.customer,
            Self::UsageLimit => texts.used_up,
            Self::CustomerUsageLimit => texts.used_before,
            Self::PurchaseType => texts.purchase,
            Self::Items => texts.goods,
            Self::Quantity => texts.more_units,
            Self::Subtotal => texts.more_money,
            Self::Delivery => texts.delivery,
            Self::Currency => texts.currency,
            Self::Nothing => texts.nothing,
            Self::Combination => texts.others,
        }
    }
}

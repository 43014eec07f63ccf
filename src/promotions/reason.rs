//! Why a discount does not apply.

use crate::texts::DiscountTexts;
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
    /// What a buyer is told, in the language of these texts.
    pub(crate) fn text(self, texts: &DiscountTexts) -> &'static str {
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

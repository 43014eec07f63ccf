//! What the discount engine knows of a cart: its prices, buyer and deliveries.

use souk_entities::{
    Timestamp,
    ids::{CartLineId, ChannelId, CollectionId, MarketId, ProductId, VariantId},
    orders::discount::Amounts,
};
use souk_kernel::{
    codes::CurrencyCode,
    money::{MoneyError, divide_half_away},
};

/// A cart as the discount engine sees it. Amounts are minor units of its currency.
#[derive(Clone, Debug)]
pub struct DiscountBasket {
    /// How discount amounts are converted into the cart's currency.
    pub exchange: Exchange,
    /// Market of the buyer.
    pub market: MarketId,
    /// Sales channel.
    pub channel: ChannelId,
    /// E-mail address of the buyer in lower case, as far as known.
    pub email: Option<String>,
    /// Who gets the answer.
    pub asker: DiscountAsker,
    /// The current time.
    pub now: Timestamp,
    /// What is bought.
    pub lines: Vec<BasketLine>,
    /// Deliveries that are paid for.
    pub deliveries: Vec<BasketDelivery>,
    /// Whether something is delivered but no delivery option is selected yet.
    pub delivery_is_open: bool,
}

/// Who gets an answer about discounts.
///
/// Anyone can enter any e-mail address in a cart. So what a buyer is told does not depend on which
/// address it is: neither on the lists that name it nor on what it was used for before. Both are
/// checked when the cart is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscountAsker {
    /// A buyer. Codes that cannot be used now and here are unknown.
    Buyer,
    /// A merchant, who may know all reasons.
    Merchant,
}

/// A number of units of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketLine {
    /// Its id: of two lines that are equal to a discount, the lower id comes first.
    pub id: CartLineId,
    /// What is bought.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Collections that hold the product, as far as a discount refers to them.
    pub collections: Vec<CollectionId>,
    /// Price of one unit, at least 0.
    pub unit_price: i64,
    /// Number of units.
    pub quantity: i64,
    /// Whether it is bought by subscription.
    pub is_subscription: bool,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketDelivery {
    /// Its price.
    pub price: i64,
    /// ISO 3166 code of the destination country.
    pub country: String,
}

/// How discount amounts are converted into the cart's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Currency of the cart.
    pub currency: CurrencyCode,
    /// Currency of the shop.
    pub shop_currency: CurrencyCode,
    /// Units of the cart's currency for one of the shop's, in millionths; `None` if the market has
    /// no rate.
    pub rate: Option<i64>,
}

impl Exchange {
    /// The amount in the cart's currency: the one given for it, else the one in the shop's currency
    /// at the rate of the market, with half a minor unit rounded away from zero. `None` if there is
    /// neither.
    ///
    /// # Errors
    ///
    /// When the amount is out of range.
    pub fn amount(&self, amounts: &Amounts) -> Result<Option<i64>, MoneyError> {
        let named = |currency: CurrencyCode| {
            let mut amounts = amounts.0.iter();
            let found = amounts.find(|amount| amount.currency == currency.code());
            found.map(|amount| amount.minor)
        };
        if let Some(minor) = named(self.currency) {
            return Ok(Some(minor));
        }
        let (Some(minor), Some(rate)) = (named(self.shop_currency), self.rate) else {
            return Ok(None);
        };
        let (from, to) = (self.shop_currency.digits(), self.currency.digits());
        let dividend = i128::from(minor) * i128::from(rate) * 10_i128.pow(to);
        let divisor = i128::from(crate::pricing::WHOLE) * 10_i128.pow(from);
        divide_half_away(dividend, divisor).map(Some)
    }
}

impl BasketLine {
    /// Price of all units.
    ///
    /// # Errors
    ///
    /// When it is out of range.
    pub fn subtotal(&self) -> Result<i64, MoneyError> {
        let subtotal = self.unit_price.checked_mul(self.quantity);
        subtotal.ok_or(MoneyError::OutOfRange)
    }
}

//! Discounts: what makes carts cheaper, by itself or by a code.
use crate::{
    Timestamp,
    ids::{ChannelId, CollectionId, DiscountId, MarketId, ProductId, VariantId},
    kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Discounts: what makes carts cheaper, by itself or by a code.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "discount")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DiscountId,
    /// Name that buyers see where it applies by itself.
    pub title: String,
    /// Whether it applies by itself; else one of its codes must be entered.
    pub is_automatic: bool,
    /// What it asks for and what it gives.
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: DiscountTerms,
    /// How often each of its codes may be used; nothing: as often as one likes.
    pub usage_limit: Option<i64>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it is over; nothing: never.
    pub ends_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a discount asks for and what it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountTerms {
    /// What it gives.
    pub reward: Reward,
    /// What must be bought at least.
    #[serde(default)]
    pub minimum: Option<Minimum>,
    /// Who may use it.
    #[serde(default)]
    pub audience: DiscountAudience,
    /// Which other discounts it goes together with.
    #[serde(default)]
    pub combines_with: CombinesWith,
    /// Whether a customer may use it once only.
    #[serde(default)]
    pub once_per_customer: bool,
    /// Whether it is for what is bought once.
    #[serde(default = "yes")]
    pub one_time_purchases: bool,
    /// Whether it is for what is bought by subscription.
    #[serde(default)]
    pub subscriptions: bool,
    /// Words the merchant finds it by.
    #[serde(default)]
    pub tags: Vec<String>,
}
kept_as_json!(DiscountTerms);

fn yes() -> bool {
    true
}

/// What a discount gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reward {
    /// A share of the price of some goods.
    Percentage {
        /// In millionths: 10 % is 100,000. At most 1,000,000.
        millionths: i64,
        /// The goods.
        items: Items,
    },
    /// An amount off of some goods.
    Amount {
        /// The amount, in the shop's currency and in others where they are named.
        amounts: Amounts,
        /// Whether every unit gets it; else the goods share it.
        each_item: bool,
        /// The goods.
        items: Items,
    },
    /// Goods become cheaper when others are bought.
    BuyGet {
        /// What must be bought, for each time.
        buys: Buys,
        /// The goods that get cheaper.
        gets: Items,
        /// Units that get cheaper, for each time.
        quantity: i64,
        /// What each of these units gets.
        effect: Effect,
        /// How many times for one order; nothing: as often as it goes.
        uses_per_order: Option<i64>,
    },
    /// Delivery costs nothing.
    FreeShipping {
        /// ISO 3166 codes of the countries; empty: everywhere.
        #[serde(default)]
        countries: Vec<String>,
        /// Deliveries above this price are paid all the same.
        #[serde(default)]
        maximum_price: Option<Amounts>,
    },
}

/// What must be bought before other goods get cheaper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buys {
    /// The goods.
    pub items: Items,
    /// How much of them.
    pub value: Minimum,
}

/// What a unit gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A share of its price in millionths.
    Percentage(i64),
    /// An amount, at most its price.
    Amount(Amounts),
}

/// Goods that a discount is about: those that are named, in any of the ways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Items {
    /// All goods; the lists are empty then.
    pub all: bool,
    /// These products.
    pub products: Vec<ProductId>,
    /// These variants.
    pub variants: Vec<VariantId>,
    /// The products of these collections.
    pub collections: Vec<CollectionId>,
}

/// How much must be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Minimum {
    /// So many units.
    Quantity(i64),
    /// Goods for this amount.
    Subtotal(Amounts),
}

/// An amount in minor units: one of the shop's currency, which is converted at the rate of a market,
/// and others for currencies that shall have round amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts(pub Vec<CurrencyAmount>);

/// An amount of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyAmount {
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units.
    pub minor: i64,
}

/// Who may use a discount. An empty list: everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiscountAudience {
    /// Buyers of these markets.
    pub markets: Vec<MarketId>,
    /// Buyers in these sales channels.
    pub channels: Vec<ChannelId>,
    /// Buyers with these e-mail addresses, in lower case.
    pub emails: Vec<String>,
}

/// Which other discounts a discount goes together with. Both must say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CombinesWith {
    /// Discounts of some goods.
    pub product: bool,
    /// Discounts of the whole order.
    pub order: bool,
    /// Discounts of delivery.
    pub shipping: bool,
}

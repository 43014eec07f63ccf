//! Discounts: what reduces the price of carts, automatically or by a code.
use crate::{
    Timestamp,
    ids::{ChannelId, CollectionId, DiscountId, MarketId, ProductId, VariantId},
    kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Discounts: what reduces the price of carts, automatically or by a code.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "discount")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DiscountId,
    /// Title, which buyers see if the discount is automatic.
    pub title: String,
    /// Whether it is automatic; else one of its codes must be entered.
    pub is_automatic: bool,
    /// What it requires and what it gives.
    #[sea_orm(column_type = "JsonBinary")]
    pub terms: DiscountTerms,
    /// Usage limit of each of its codes; `None` if unlimited.
    pub usage_limit: Option<i64>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends; `None` if it does not.
    pub ends_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a discount requires and what it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountTerms {
    /// What it gives.
    pub reward: Reward,
    /// The minimum purchase.
    #[serde(default)]
    pub minimum: Option<Minimum>,
    /// Who may use it.
    #[serde(default)]
    pub audience: DiscountAudience,
    /// Which other discounts it combines with.
    #[serde(default)]
    pub combines_with: CombinesWith,
    /// Whether a customer may use it only once.
    #[serde(default)]
    pub once_per_customer: bool,
    /// Whether it applies to one-time purchases.
    #[serde(default = "yes")]
    pub one_time_purchases: bool,
    /// Whether it applies to subscriptions.
    #[serde(default)]
    pub subscriptions: bool,
    /// Tags by which the merchant finds it.
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
    /// A percentage off the price of some items.
    Percentage {
        /// In millionths: 10 % is 100,000. At most 1,000,000.
        millionths: i64,
        /// The items.
        items: Items,
    },
    /// An amount off some items.
    Amount {
        /// The amount in the shop's currency, and in others if they are given.
        amounts: Amounts,
        /// Whether each unit gets the full amount; else the items share it.
        each_item: bool,
        /// The items.
        items: Items,
    },
    /// Buy X get Y: items get cheaper when others are bought.
    BuyGet {
        /// What must be bought each time.
        buys: Buys,
        /// The items that get cheaper.
        gets: Items,
        /// Units that get cheaper each time.
        quantity: i64,
        /// The discount on each of these units.
        effect: Effect,
        /// How many times it may apply to one order; `None` if unlimited.
        uses_per_order: Option<i64>,
    },
    /// Free shipping.
    FreeShipping {
        /// ISO 3166 codes of the countries; empty for everywhere.
        #[serde(default)]
        countries: Vec<String>,
        /// Deliveries above this price are not free.
        #[serde(default)]
        maximum_price: Option<Amounts>,
    },
}

/// What must be bought for other items to get cheaper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buys {
    /// The items.
    pub items: Items,
    /// How much of them must be bought.
    pub value: Minimum,
}

/// The discount on a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A percentage of its price, in millionths.
    Percentage(i64),
    /// An amount, at most its price.
    Amount(Amounts),
}

/// The items a discount covers: those named in any of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Items {
    /// All products; the lists are then empty.
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
    /// A number of units.
    Quantity(i64),
    /// An amount spent on the items.
    Subtotal(Amounts),
}

/// An amount in minor units: one in the shop's currency, which is converted at the rate of a
/// market, and others for currencies that need round amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts(pub Vec<CurrencyAmount>);

/// An amount in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyAmount {
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units.
    pub minor: i64,
}

/// Who may use a discount. An empty list means everybody.
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

/// Which other discounts a discount combines with. Both must allow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CombinesWith {
    /// Product discounts.
    pub product: bool,
    /// Order discounts.
    pub order: bool,
    /// Shipping discounts.
    pub shipping: bool,
}

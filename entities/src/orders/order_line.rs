//! Lines of orders.
use super::order::TaxLines;
use crate::{
    cart::cart::Attributes,
    ids::{DiscountId, InventoryItemId, LocationId, OrderId, OrderLineId, ProductId, VariantId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Lines of orders: what was bought, as it was then. Amounts are minor units of the order's currency.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "order_line")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineId,
    /// The order.
    pub order_id: OrderId,
    /// Position among the lines of the order, from 0.
    pub position: i32,
    /// What was bought.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// Title of the product in the buyer's language.
    pub title: String,
    /// Title of the variant; `None` if the product has only one.
    pub variant_title: Option<String>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Source of its picture.
    pub image: Option<String>,
    /// Number of units.
    pub quantity: i32,
    /// Price of one unit.
    pub unit_price: i64,
    /// Price of all units.
    pub subtotal: i64,
    /// What discounts take off.
    pub discount: i64,
    /// Each discount's share.
    #[sea_orm(column_type = "JsonBinary")]
    pub discounts: DiscountShares,
    /// Tax by rate.
    #[sea_orm(column_type = "JsonBinary")]
    pub taxes: TaxLines,
    /// The sum of `taxes`.
    pub tax: i64,
    /// `subtotal` minus `discount`.
    pub total: i64,
    /// Whether it requires shipping.
    pub requires_shipping: bool,
    /// Where its stock is.
    #[sea_orm(column_type = "JsonBinary")]
    pub allocations: Allocations,
    /// Attributes set by the storefront.
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Attributes,
    /// Refunded units: at most `quantity`.
    pub refunded: i32,
    /// Units that were refunded or cancelled before they were sent.
    pub removed: i32,
}

impl ActiveModelBehavior for ActiveModel {}

/// A discount's share of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiscountShare {
    /// The discount, if it is one of the shop's.
    pub id: Option<DiscountId>,
    /// Title of the discount.
    pub title: String,
    /// The code, for a code discount.
    pub code: Option<String>,
    /// What it took off in millionths, if it is a percentage.
    pub millionths: Option<i64>,
    /// The fixed amount each of its targets got in minor units, if there is one.
    pub unit: Option<i64>,
    /// Whether each of its targets got it in full; else they shared it.
    pub each: bool,
    /// Whether it was an order or shipping discount; else a product discount.
    pub all: bool,
    /// What it took off, in minor units.
    pub amount: i64,
}

json_column! {
    /// The discounts' shares of a line.
    DiscountShares(Vec<DiscountShare>)
}

/// Stock that was sold with a line, and how much of it was sent, released or returned. The
/// inventory keeps the same account; here it says which units the next step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The item.
    pub item: InventoryItemId,
    /// Its location; `None` if units are not counted and nothing is stocked.
    pub location: Option<LocationId>,
    /// Units of the item per unit of the variant.
    pub units_each: i32,
    /// Units of the item.
    pub units: i64,
    /// Of these, units that were sent.
    pub sent: i64,
    /// Of these, units that were released before they were sent.
    pub given_back: i64,
    /// Of those sent, units that were returned.
    pub returned: i64,
}

json_column! {
    /// Stock that was sold with a line.
    Allocations(Vec<Allocation>)
}

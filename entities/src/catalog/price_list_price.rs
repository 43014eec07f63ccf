//! Fixed prices of price lists.
use crate::{
    ids::{PriceListId, ProductId, VariantId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Fixed prices of price lists.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "price_list_price")]
pub struct Model {
    /// The price list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub price_list_id: PriceListId,
    /// The variant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// The product of the variant.
    pub product_id: ProductId,
    /// Price in minor units of the list's currency.
    pub price: i64,
    /// Compare-at price in the same units: the price before a reduction.
    pub compare_at_price: Option<i64>,
    /// Volume prices: lower prices for larger quantities, ascending.
    #[sea_orm(column_type = "JsonBinary")]
    pub quantity_breaks: QuantityBreaks,
}

impl ActiveModelBehavior for ActiveModel {}

/// A price that applies from a minimum quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityBreak {
    /// Minimum quantity.
    pub minimum: i32,
    /// Price per unit in minor units of the list's currency.
    pub price: i64,
}

json_column! {
    /// Volume prices, by ascending minimum quantity.
    QuantityBreaks(Vec<QuantityBreak>)
}

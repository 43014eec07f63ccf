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
    /// The list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub price_list_id: PriceListId,
    /// The variant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// The product of the variant.
    pub product_id: ProductId,
    /// Price in minor units of the list's currency.
    pub price: i64,
    /// Price before a reduction, likewise.
    pub compare_at_price: Option<i64>,
    /// Lower prices for more units, ascending.
    #[sea_orm(column_type = "JsonBinary")]
    pub quantity_breaks: QuantityBreaks,
}

impl ActiveModelBehavior for ActiveModel {}

/// A price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityBreak {
    /// From so many units on.
    pub minimum: i32,
    /// Price of each unit in minor units of the list's currency.
    pub price: i64,
}

json_column! {
    /// Prices by quantity, ascending.
    QuantityBreaks(Vec<QuantityBreak>)
}

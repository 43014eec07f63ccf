//! Which items, and how many units of each, one unit of a variant needs.
use crate::ids::{InventoryItemId, ProductId, VariantId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Which items, and how many units of each, one unit of a variant needs.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "variant_item")]
pub struct Model {
    /// The variant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: InventoryItemId,
    /// The product of the variant, by which listings query.
    pub product_id: ProductId,
    /// Units of the item per unit of the variant.
    pub units: i32,
    /// Whether the variant sells when it is out of stock. The same on every row of a variant.
    pub policy: InventoryPolicy,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether a variant sells when it is out of stock.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InventoryPolicy {
    /// It does not.
    Deny,
    /// It does; stock goes below zero.
    Continue,
}

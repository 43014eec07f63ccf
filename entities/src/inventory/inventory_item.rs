//! Inventory items.
use crate::{Timestamp, ids::InventoryItemId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Inventory items.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "inventory_item")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InventoryItemId,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Whether units are counted; an untracked item is always available.
    pub tracked: bool,
    /// Whether it requires shipping.
    pub requires_shipping: bool,
    /// What one unit costs the merchant, in minor units of the shop's currency.
    pub unit_cost: Option<i64>,
    /// ISO 3166 code.
    pub country_of_origin: Option<String>,
    /// Customs code.
    pub harmonized_system_code: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

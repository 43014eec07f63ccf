//! Units of an item at a location, by state. `on_hand` is the sum of the other states except
//! `incoming`.
use crate::{
    Timestamp,
    ids::{InventoryItemId, LocationId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Units of an item at a location, by state. `on_hand` is the sum of the others but `incoming`.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "inventory_level")]
pub struct Model {
    /// The item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: InventoryItemId,
    /// The location.
    #[sea_orm(primary_key, auto_increment = false)]
    pub location_id: LocationId,
    /// Whether the item is stocked here.
    pub active: bool,
    /// Units that can be sold; below zero when oversold on purpose.
    pub available: i64,
    /// Units reserved for checkouts.
    pub reserved: i64,
    /// Units sold and not yet sent.
    pub committed: i64,
    /// Units physically at the location.
    pub on_hand: i64,
    /// Units on their way.
    pub incoming: i64,
    /// Units held back as safety stock.
    pub safety_stock: i64,
    /// Damaged units, which cannot be sold.
    pub damaged: i64,
    /// Units being inspected.
    pub quality_control: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

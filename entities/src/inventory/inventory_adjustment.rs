//! The stock ledger: every change of a level.
use crate::{
    Timestamp,
    ids::{AdjustmentGroupId, AdjustmentId, InventoryItemId, LocationId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// The stock ledger: every change of a level.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "inventory_adjustment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AdjustmentId,
    /// The call that made it.
    pub group_id: AdjustmentGroupId,
    /// The item.
    pub item_id: InventoryItemId,
    /// The location.
    pub location_id: LocationId,
    /// State that changed, such as `available`.
    pub name: String,
    /// The change.
    pub delta: i64,
    /// The quantity after it.
    pub quantity_after: i64,
    /// Reason, such as `received`.
    pub reason: String,
    /// Document it refers to.
    pub reference: Option<String>,
    /// Document of this change alone.
    pub document: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

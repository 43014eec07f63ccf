//! Changes of stock, as the ledger has them.

use super::{
    item::{self, InventoryItem},
    location,
    variant::to_int,
};
use crate::{error::ApiError, ids::Gid, scalars::DateTime, schema::Location};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::inventory::inventory_adjustment;

/// Changes of stock that were made together.
#[derive(Clone, Debug, Description)]
pub struct InventoryAdjustmentGroup {
    first: inventory_adjustment::Model,
    changes: Vec<InventoryChange>,
}

impl InventoryAdjustmentGroup {
    /// The group of these rows of the ledger; `None` where there are none.
    pub fn new(rows: Vec<inventory_adjustment::Model>) -> Option<Self> {
        Some(Self {
            first: rows.first()?.clone(),
            changes: rows.into_iter().map(InventoryChange).collect(),
        })
    }
}

#[Object(use_type_description)]
impl InventoryAdjustmentGroup {
    /// What changed, in the order of the input.
    async fn changes(&self) -> &[InventoryChange] {
        &self.changes
    }

    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.first.created_at)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.first.group_id.gid()
    }

    /// Why, such as `received`.
    async fn reason(&self) -> &str {
        &self.first.reason
    }

    /// Address of the document it follows from.
    async fn reference_document_uri(&self) -> Option<&str> {
        self.first.reference.as_deref()
    }
}

/// A change of an item's units at a location.
#[derive(Clone, Debug, Description)]
pub struct InventoryChange(inventory_adjustment::Model);

#[Object(use_type_description)]
impl InventoryChange {
    /// By how many units.
    async fn delta(&self) -> i32 {
        to_int(self.0.delta)
    }

    /// The item; null when it is gone.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        item::by_id(ctx, self.0.item_id).await.transpose()
    }

    /// Address of the document that this change alone follows from.
    async fn ledger_document_uri(&self) -> Option<&str> {
        self.0.document.as_deref()
    }

    /// The location; null where the caller may not see it.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::by_id(ctx, self.0.location_id).await.transpose()
    }

    /// The quantity that changed, such as `available`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How many units there are since.
    async fn quantity_after_change(&self) -> i32 {
        to_int(self.0.quantity_after)
    }
}

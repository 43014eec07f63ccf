//! Stock adjustments, as recorded in the ledger.

use super::{
    counts::to_int,
    item::{self, InventoryItem},
    location,
};
use crate::schema::Location;
use async_graphql::{Context, Description, ID, Object};
use souk_entities::inventory::inventory_adjustment;
use souk_kernel::{error::ApiError, ids::Gid, scalars::DateTime};

/// Stock adjustments that were made together.
#[derive(Clone, Debug, Description)]
pub struct InventoryAdjustmentGroup {
    first: inventory_adjustment::Model,
    changes: Vec<InventoryChange>,
}

impl InventoryAdjustmentGroup {
    /// The group of these ledger rows; `None` if there are none.
    pub fn new(rows: Vec<inventory_adjustment::Model>) -> Option<Self> {
        Some(Self {
            first: rows.first()?.clone(),
            changes: rows.into_iter().map(InventoryChange).collect(),
        })
    }
}

#[Object(use_type_description)]
impl InventoryAdjustmentGroup {
    /// The adjustments, in the order of the input.
    async fn changes(&self) -> &[InventoryChange] {
        &self.changes
    }

    /// When the adjustments were made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.first.created_at)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.first.group_id.gid()
    }

    /// Reason, such as `received`.
    async fn reason(&self) -> &str {
        &self.first.reason
    }

    /// URI of the document that caused the adjustments.
    async fn reference_document_uri(&self) -> Option<&str> {
        self.first.reference.as_deref()
    }
}

/// An adjustment of an item's quantity at a location.
#[derive(Clone, Debug, Description)]
pub struct InventoryChange(inventory_adjustment::Model);

#[Object(use_type_description)]
impl InventoryChange {
    /// Change in units.
    async fn delta(&self) -> i32 {
        to_int(self.0.delta)
    }

    /// The item; null if it was deleted.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        item::by_id(ctx, self.0.item_id).await.transpose()
    }

    /// URI of the document that caused this adjustment in particular.
    async fn ledger_document_uri(&self) -> Option<&str> {
        self.0.document.as_deref()
    }

    /// The location; null if the caller may not see it.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::location_by_id(ctx, self.0.location_id)
            .await
            .transpose()
    }

    /// The quantity that was adjusted, such as `available`.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Units after the adjustment.
    async fn quantity_after_change(&self) -> i32 {
        to_int(self.0.quantity_after)
    }
}

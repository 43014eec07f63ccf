//! Mutations for stock quantities.

use crate::{
    context::RequestContext,
    error::ApiError,
    inventory::{adjust, graphql::InventoryAdjustmentGroup, movement, set_quantities as set},
    refusal::{ChangeError, Refusal, outcome, user_errors},
    viewer::Scope,
    visibility::writes_inventory,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::inventory::inventory_adjustment;

user_errors!(
    InventorySetQuantitiesUserError,
    InventorySetQuantitiesUserErrorCode,
    "inventorySetQuantities"
);

user_errors!(
    InventoryAdjustQuantitiesUserError,
    InventoryAdjustQuantitiesUserErrorCode,
    "inventoryAdjustQuantities"
);

user_errors!(
    InventoryMoveQuantitiesUserError,
    InventoryMoveQuantitiesUserErrorCode,
    "inventoryMoveQuantities"
);

/// Quantities to set.
#[derive(InputObject, Clone, Debug)]
pub struct InventorySetQuantitiesInput {
    /// The quantity to set: `available` or `on_hand`.
    pub name: String,
    /// The new quantities, at most 250; each item at most once per location.
    pub quantities: Vec<InventoryQuantityInput>,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// A new quantity of an item at a location.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryQuantityInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is set. The field
    /// is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// Id of the location.
    pub location_id: ID,
    /// The new quantity.
    pub quantity: i32,
}

/// Payload of `inventorySetQuantities`.
#[derive(SimpleObject)]
pub struct InventorySetQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<InventorySetQuantitiesUserError>,
}

/// Quantities to adjust.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryAdjustQuantitiesInput {
    /// The adjustments, at most 250; each item at most once per location.
    pub changes: Vec<InventoryChangeInput>,
    /// The quantity to adjust: `available`, `damaged`, `incoming`, `quality_control` or
    /// `safety_stock`.
    pub name: String,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// An adjustment of a quantity.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryChangeInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is changed. The
    /// field is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Units to add; a negative number removes units.
    pub delta: i32,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// URI of the source document for this change only.
    pub ledger_document_uri: Option<String>,
    /// Id of the location. The item must be stocked there.
    pub location_id: ID,
}

/// Payload of `inventoryAdjustQuantities`.
#[derive(SimpleObject)]
pub struct InventoryAdjustQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<InventoryAdjustQuantitiesUserError>,
}

/// Stock to move.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantitiesInput {
    /// The moves, at most 250.
    pub changes: Vec<InventoryMoveQuantityChange>,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://inspections/7`.
    pub reference_document_uri: String,
}

/// A move of units of an item.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityChange {
    /// Where the units come from.
    pub from: InventoryMoveQuantityTerminalInput,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// Number of units, at least 1.
    pub quantity: i32,
    /// Where the units go.
    pub to: InventoryMoveQuantityTerminalInput,
}

/// One end of a move: a quantity at a location.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityTerminalInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is moved. The
    /// field is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// URI of the source document for this change only.
    pub ledger_document_uri: Option<String>,
    /// Id of the location. The item must be stocked there.
    pub location_id: ID,
    /// The quantity: `available`, `damaged`, `incoming`, `quality_control` or `safety_stock`.
    pub name: String,
}

/// Payload of `inventoryMoveQuantities`.
#[derive(SimpleObject)]
pub struct InventoryMoveQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<InventoryMoveQuantitiesUserError>,
}

/// Mutations for stock quantities.
#[derive(Debug, Default)]
pub struct InventoryMutation;

#[Object]
impl InventoryMutation {
    /// Adds units to quantities of items at locations, or removes them. If one change is rejected,
    /// none is made.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_adjust_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The adjustments.")] input: InventoryAdjustQuantitiesInput,
    ) -> Option<Result<InventoryAdjustQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let changes = match adjust::validate(input) {
            Ok(draft) => adjust::adjust(ctx.app(), &draft).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventoryAdjustQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors,
                }
            }),
        )
    }

    /// Moves units of items between quantities or locations. If one move is rejected, none is made.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_move_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The moves.")] input: InventoryMoveQuantitiesInput,
    ) -> Option<Result<InventoryMoveQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let changes = match movement::validate(input) {
            Ok(draft) => movement::make(ctx.app(), &draft).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventoryMoveQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors,
                }
            }),
        )
    }

    /// Sets quantities of items at locations. If one is rejected, none is set.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_set_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new quantities.")] input: InventorySetQuantitiesInput,
    ) -> Option<Result<InventorySetQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let changes = match set::validate(input) {
            Ok(draft) => set::set(ctx.app(), &draft).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventorySetQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors,
                }
            }),
        )
    }
}

/// Groups the changes that were made, or returns the error that prevented them.
fn group<E: From<Refusal>>(
    changes: Result<Vec<inventory_adjustment::Model>, ChangeError>,
) -> Result<(Option<InventoryAdjustmentGroup>, Vec<E>), ApiError> {
    let (changes, errors) = outcome(changes)?;
    Ok((changes.and_then(InventoryAdjustmentGroup::new), errors))
}

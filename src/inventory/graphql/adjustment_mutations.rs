//! Changing stock.

use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    inventory::{adjust, graphql::InventoryAdjustmentGroup, movement, set_quantities as set},
    refusal::{ChangeError, Refusal, outcome, user_errors},
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

/// Stock to set.
#[derive(InputObject, Clone, Debug)]
pub struct InventorySetQuantitiesInput {
    /// Which quantity is set: `available` or `on_hand`.
    pub name: String,
    /// What shall be where, at most 250, each item once for a location.
    pub quantities: Vec<InventoryQuantityInput>,
    /// Why: `correction`, `cycle_count_available`, `damaged`, `other`, `promotion`, `received`,
    /// `restock` or `shrinkage`.
    pub reason: String,
    /// Address of the document it follows from, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// What a quantity shall be.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryQuantityInput {
    /// What the quantity is now, as far as the caller knows: when it is something else, nothing is
    /// set. Null sets it whatever it is; it must be given.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// The item.
    pub inventory_item_id: ID,
    /// The location.
    pub location_id: ID,
    /// What it shall be.
    pub quantity: i32,
}

/// What became of `inventorySetQuantities`.
#[derive(SimpleObject)]
pub struct InventorySetQuantitiesPayload {
    /// What changed; null where nothing did.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Why nothing was set; empty where all was.
    pub user_errors: Vec<InventorySetQuantitiesUserError>,
}

/// Stock to adjust.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryAdjustQuantitiesInput {
    /// By how much which item changes where, at most 250, each item once for a location.
    pub changes: Vec<InventoryChangeInput>,
    /// Which quantity changes: `available`, `damaged`, `incoming`, `quality_control` or
    /// `safety_stock`.
    pub name: String,
    /// Why: `correction`, `cycle_count_available`, `damaged`, `other`, `promotion`, `received`,
    /// `restock` or `shrinkage`.
    pub reason: String,
    /// Address of the document it follows from, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// By how much a quantity changes.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryChangeInput {
    /// What the quantity is now, as far as the caller knows: when it is something else, nothing
    /// changes. Null changes it whatever it is; it must be given.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Units that are added; below zero, units that are taken.
    pub delta: i32,
    /// The item.
    pub inventory_item_id: ID,
    /// Address of the document that this change alone follows from.
    pub ledger_document_uri: Option<String>,
    /// The location. The item must be stocked there.
    pub location_id: ID,
}

/// What became of `inventoryAdjustQuantities`.
#[derive(SimpleObject)]
pub struct InventoryAdjustQuantitiesPayload {
    /// What changed; null where nothing did.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Why nothing changed; empty where all did.
    pub user_errors: Vec<InventoryAdjustQuantitiesUserError>,
}

/// Stock to move.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantitiesInput {
    /// What moves from where to where, at most 250.
    pub changes: Vec<InventoryMoveQuantityChange>,
    /// Why: `correction`, `cycle_count_available`, `damaged`, `other`, `promotion`, `received`,
    /// `restock` or `shrinkage`.
    pub reason: String,
    /// Address of the document it follows from, such as `erp://inspections/7`.
    pub reference_document_uri: String,
}

/// Units that move.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityChange {
    /// From where.
    pub from: InventoryMoveQuantityTerminalInput,
    /// The item.
    pub inventory_item_id: ID,
    /// How many units, at least one.
    pub quantity: i32,
    /// To where.
    pub to: InventoryMoveQuantityTerminalInput,
}

/// One end of a move: a state at a location.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityTerminalInput {
    /// What the quantity is now, as far as the caller knows: when it is something else, nothing
    /// moves. Null moves whatever it is; it must be given.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Address of the document that this change alone follows from.
    pub ledger_document_uri: Option<String>,
    /// The location. The item must be stocked there.
    pub location_id: ID,
    /// The state: `available`, `damaged`, `incoming`, `quality_control` or `safety_stock`.
    pub name: String,
}

/// What became of `inventoryMoveQuantities`.
#[derive(SimpleObject)]
pub struct InventoryMoveQuantitiesPayload {
    /// What changed; null where nothing did.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Why nothing moved; empty where all did.
    pub user_errors: Vec<InventoryMoveQuantitiesUserError>,
}

/// Mutations of stock.
#[derive(Debug, Default)]
pub struct InventoryMutation;

#[Object]
impl InventoryMutation {
    /// Adds units of items at locations to a quantity or takes them from it, all of them or none.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_adjust_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By how much what changes.")] input: InventoryAdjustQuantitiesInput,
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

    /// Moves units of items from one state or location to another, all of them or none.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_move_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What moves where.")] input: InventoryMoveQuantitiesInput,
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

    /// Sets quantities of items at locations, all of them or none.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_set_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be where.")] input: InventorySetQuantitiesInput,
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

/// The group of the changes that were made, or why none was.
fn group<E: From<Refusal>>(
    changes: Result<Vec<inventory_adjustment::Model>, ChangeError>,
) -> Result<(Option<InventoryAdjustmentGroup>, Vec<E>), ApiError> {
    let (changes, errors) = outcome(changes)?;
    Ok((changes.and_then(InventoryAdjustmentGroup::new), errors))
}

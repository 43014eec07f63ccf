//! Mutations for stock quantities.

use super::InventoryAdjustmentGroup;
use crate::list::List;
use crate::{
    context::RequestContext,
    directives::idempotency_key,
    user_errors::{InventoryUserError, outcome},
    visibility::writes_inventory,
};
use async_graphql::{Context, Object, SimpleObject};
use souk_entities::inventory::inventory_adjustment;
use souk_kernel::{error::ApiError, refusal::ChangeError, viewer::Scope};
use souk_shop::inventory::{
    InventoryErrorCode,
    adjust::{self, InventoryAdjustQuantitiesInput},
    movement::{self, InventoryMoveQuantitiesInput},
    set_quantities::{self as set, InventorySetQuantitiesInput},
};

/// Payload of `inventorySetQuantities`.
#[derive(SimpleObject)]
pub struct InventorySetQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `inventoryAdjustQuantities`.
#[derive(SimpleObject)]
pub struct InventoryAdjustQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `inventoryMoveQuantities`.
#[derive(SimpleObject)]
pub struct InventoryMoveQuantitiesPayload {
    /// The changes made, or null if nothing was changed.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Mutations for stock quantities.
#[derive(Debug, Default)]
pub struct InventoryMutation;

#[Object]
impl InventoryMutation {
    /// Adds units to quantities of items at locations, or removes them. If one change is rejected,
    /// none is made. With `@idempotent(key:)`, a repeated request changes nothing.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_adjust_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The adjustments.")] input: InventoryAdjustQuantitiesInput,
    ) -> Option<Result<InventoryAdjustQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let key = match idempotency_key(ctx) {
            Ok(key) => key,
            Err(error) => return Some(Err(error)),
        };
        let changes = match adjust::validate(input) {
            Ok(draft) => adjust::adjust(ctx.app(), &draft, key.as_deref()).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventoryAdjustQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors: user_errors.into(),
                }
            }),
        )
    }

    /// Moves units of items between quantities or locations. If one move is rejected, none is made.
    /// With `@idempotent(key:)`, a repeated request moves nothing.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_move_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The moves.")] input: InventoryMoveQuantitiesInput,
    ) -> Option<Result<InventoryMoveQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let key = match idempotency_key(ctx) {
            Ok(key) => key,
            Err(error) => return Some(Err(error)),
        };
        let changes = match movement::validate(input) {
            Ok(draft) => movement::move_quantities(ctx.app(), &draft, key.as_deref()).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventoryMoveQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors: user_errors.into(),
                }
            }),
        )
    }

    /// Sets quantities of items at locations. If one is rejected, none is set. With
    /// `@idempotent(key:)`, a repeated request sets nothing.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_set_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new quantities.")] input: InventorySetQuantitiesInput,
    ) -> Option<Result<InventorySetQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let key = match idempotency_key(ctx) {
            Ok(key) => key,
            Err(error) => return Some(Err(error)),
        };
        let changes = match set::validate(input) {
            Ok(draft) => set::set(ctx.app(), &draft, key.as_deref()).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            group(changes).map(|(inventory_adjustment_group, user_errors)| {
                InventorySetQuantitiesPayload {
                    inventory_adjustment_group,
                    user_errors: user_errors.into(),
                }
            }),
        )
    }
}

/// Groups the changes that were made, or returns the error that prevented them.
fn group(
    changes: Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>>,
) -> Result<(Option<InventoryAdjustmentGroup>, Vec<InventoryUserError>), ApiError> {
    let (changes, errors) = outcome(changes)?;
    Ok((changes.and_then(InventoryAdjustmentGroup::new), errors))
}

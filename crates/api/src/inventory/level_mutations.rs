//! Mutations for inventory items, inventory levels and reservations.

use super::{InventoryItem, InventoryLevel, InventoryReservation};
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{InventoryUserError, outcome},
    visibility::writes_inventory,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::{
    ids::{InventoryItemId, LocationId, ReservationId},
    inventory::inventory_level,
};
use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
    validators as checks,
    viewer::Scope,
};
use souk_shop::{
    catalog::InventoryItemInput,
    inventory::{self, InventoryErrorCode, activation, reservations::ReservationError},
    operations,
};
use std::sync::Arc;

/// Payload of `inventoryActivate`.
#[derive(SimpleObject)]
pub struct InventoryActivatePayload {
    /// The stock level of the item at the location, or null if the change was rejected.
    pub inventory_level: Option<InventoryLevel>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `inventoryDeactivate`.
#[derive(SimpleObject)]
pub struct InventoryDeactivatePayload {
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `inventoryItemUpdate`.
#[derive(SimpleObject)]
pub struct InventoryItemUpdatePayload {
    /// The updated inventory item, or null if the change was rejected.
    pub inventory_item: Option<InventoryItem>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `inventoryReservationRelease`.
#[derive(SimpleObject)]
pub struct InventoryReservationReleasePayload {
    /// The updated reservation, or null if the change was rejected.
    pub inventory_reservation: Option<InventoryReservation>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Mutations for inventory items, inventory levels and reservations.
#[derive(Debug, Default)]
pub struct InventoryLevelMutation;

#[Object]
impl InventoryLevelMutation {
    /// Starts stocking an item at a location.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the inventory item.")] inventory_item_id: ID,
        #[graphql(desc = "Id of the location.")] location_id: ID,
        #[graphql(desc = "Units available for sale there. Cannot be combined with `onHand`.")]
        available: Option<i32>,
        #[graphql(desc = "Units physically there.")] on_hand: Option<i32>,
    ) -> Option<Result<InventoryActivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let level = activate(ctx, &inventory_item_id, &location_id, available, on_hand).await;
        Some(
            outcome(level).map(|(level, user_errors)| InventoryActivatePayload {
                inventory_level: level.map(InventoryLevel::new),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Stops stocking an item at a location and writes off the units left there. Rejected while
    /// units are reserved for checkouts, committed to orders, or incoming.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the inventory level.")] inventory_level_id: ID,
    ) -> Option<Result<InventoryDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let done = match super::level_place(&inventory_level_id) {
            Some(place) => activation::deactivate(ctx.app(), place).await,
            None => {
                let why = checks::not_an_id(&inventory_level_id, "InventoryLevel");
                Err(Refusal::new(InventoryErrorCode::Invalid, "inventoryLevelId", why).into())
            }
        };
        Some(
            outcome(done).map(|(_, user_errors)| InventoryDeactivatePayload {
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Changes an inventory item. Fields that are left out stay unchanged.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_item_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the inventory item.")] id: ID,
        #[graphql(desc = "The changes.")] input: InventoryItemInput,
    ) -> Option<Result<InventoryItemUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let row = match checks::id::<InventoryItemId, _>(&id, "id") {
            Ok(id) => operations::update_inventory_item(ctx.app(), id, input).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(row).map(|(row, user_errors)| InventoryItemUpdatePayload {
                inventory_item: row.map(|row| InventoryItem::new(Arc::new(row))),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Releases a reservation held for a checkout. Rejected once payment has started.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_reservation_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the reservation.")] id: ID,
    ) -> Option<Result<InventoryReservationReleasePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let released = release(ctx, &id).await;
        Some(
            outcome(released).map(|(inventory_reservation, user_errors)| {
                InventoryReservationReleasePayload {
                    inventory_reservation,
                    user_errors: user_errors.into(),
                }
            }),
        )
    }
}

async fn activate(
    ctx: &Context<'_>,
    item: &ID,
    location: &ID,
    available: Option<i32>,
    on_hand: Option<i32>,
) -> Result<inventory_level::Model, ChangeError<InventoryErrorCode>> {
    let item = checks::id::<InventoryItemId, _>(item, "inventoryItemId")?;
    let location = checks::id::<LocationId, _>(location, "locationId")?;
    let units = activation::first_units(available, on_hand)?;
    activation::activate(ctx.app(), (item, location), units).await
}

async fn release(
    ctx: &Context<'_>,
    id: &ID,
) -> Result<InventoryReservation, ChangeError<InventoryErrorCode>> {
    let id = checks::id::<ReservationId, _>(id, "id")?;
    let refused = |code, why: &str| Err(Refusal::new(code, "id", why).into());
    match inventory::releases::release_held_reservation(ctx.app(), id).await {
        Ok(row) => Ok(InventoryReservation::new(row)),
        Err(ReservationError::Database(error)) => Err(error.into()),
        Err(ReservationError::NotFound) => refused(
            InventoryErrorCode::NotFound,
            "The reservation does not exist.",
        ),
        Err(_) => refused(
            InventoryErrorCode::Invalid,
            "The reservation has ended, or its payment has started.",
        ),
    }
}

//! Changing items, where they are stocked, and what is held of them.

use crate::catalog::product_inputs::InventoryItemInput;
use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    inventory::{
        activation,
        graphql::{self, InventoryItem, InventoryLevel, InventoryReservation},
        reservations::{self, ReservationError},
    },
    operations,
    refusal::{ChangeError, Refusal, RefusalCode, outcome, user_errors},
    validators as checks,
    visibility::writes_inventory,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::{
    ids::{InventoryItemId, LocationId, ReservationId},
    inventory::inventory_level,
};
use std::sync::Arc;

user_errors!(
    InventoryActivateUserError,
    InventoryActivateUserErrorCode,
    "inventoryActivate"
);

user_errors!(
    InventoryDeactivateUserError,
    InventoryDeactivateUserErrorCode,
    "inventoryDeactivate"
);

user_errors!(
    InventoryItemUpdateUserError,
    InventoryItemUpdateUserErrorCode,
    "inventoryItemUpdate"
);

user_errors!(
    InventoryReservationReleaseUserError,
    InventoryReservationReleaseUserErrorCode,
    "inventoryReservationRelease"
);

/// What became of `inventoryActivate`.
#[derive(SimpleObject)]
pub struct InventoryActivatePayload {
    /// Units of the item at the location; null where it was refused.
    pub inventory_level: Option<InventoryLevel>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<InventoryActivateUserError>,
}

/// What became of `inventoryDeactivate`.
#[derive(SimpleObject)]
pub struct InventoryDeactivatePayload {
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<InventoryDeactivateUserError>,
}

/// What became of `inventoryItemUpdate`.
#[derive(SimpleObject)]
pub struct InventoryItemUpdatePayload {
    /// The item as it is now; null where it was refused.
    pub inventory_item: Option<InventoryItem>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<InventoryItemUpdateUserError>,
}

/// What became of `inventoryReservationRelease`.
#[derive(SimpleObject)]
pub struct InventoryReservationReleasePayload {
    /// The reservation as it is now; null where it was refused.
    pub inventory_reservation: Option<InventoryReservation>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<InventoryReservationReleaseUserError>,
}

/// Mutations of items, levels and reservations.
#[derive(Debug, Default)]
pub struct InventoryLevelMutation;

#[Object]
impl InventoryLevelMutation {
    /// Stocks an item at a location.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The item.")] inventory_item_id: ID,
        #[graphql(desc = "The location.")] location_id: ID,
        #[graphql(desc = "Units there that can be sold. Not together with `onHand`.")]
        available: Option<i32>,
        #[graphql(desc = "Units in the building.")] on_hand: Option<i32>,
    ) -> Option<Result<InventoryActivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let level = activate(ctx, &inventory_item_id, &location_id, available, on_hand).await;
        Some(
            outcome(level).map(|(level, user_errors)| InventoryActivatePayload {
                inventory_level: level.map(InventoryLevel::new),
                user_errors,
            }),
        )
    }

    /// Stocks an item at a location no longer; units that are left there are written off. Refused
    /// while units are held for checkouts, sold and not sent, or on their way.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The level: the item at the location.")] inventory_level_id: ID,
    ) -> Option<Result<InventoryDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let done = match graphql::level_place(&inventory_level_id) {
            Some(place) => activation::deactivate(ctx.app(), place).await,
            None => {
                let why = "no InventoryLevel id";
                Err(Refusal::new(RefusalCode::Invalid, "inventoryLevelId", why).into())
            }
        };
        Some(outcome(done).map(|(_, user_errors)| InventoryDeactivatePayload { user_errors }))
    }

    /// Changes what is known of an item. What is left out stays as it is.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_item_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The item.")] id: ID,
        #[graphql(desc = "What shall be other.")] input: InventoryItemInput,
    ) -> Option<Result<InventoryItemUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let row = match checks::id::<InventoryItemId>(&id, "id") {
            Ok(id) => operations::inventory_items::update(ctx.app(), id, input).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(row).map(|(row, user_errors)| InventoryItemUpdatePayload {
                inventory_item: row.map(|row| InventoryItem::new(Arc::new(row))),
                user_errors,
            }),
        )
    }

    /// Gives back what is held for a checkout. Refused once a payment is under way, and after it.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_reservation_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reservation.")] id: ID,
    ) -> Option<Result<InventoryReservationReleasePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        let released = release(ctx, &id).await;
        Some(
            outcome(released).map(|(inventory_reservation, user_errors)| {
                InventoryReservationReleasePayload {
                    inventory_reservation,
                    user_errors,
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
) -> Result<inventory_level::Model, ChangeError> {
    let item = checks::id::<InventoryItemId>(item, "inventoryItemId")?;
    let location = checks::id::<LocationId>(location, "locationId")?;
    let units = activation::first_units(available, on_hand)?;
    activation::activate(ctx.app(), (item, location), units).await
}

async fn release(ctx: &Context<'_>, id: &ID) -> Result<InventoryReservation, ChangeError> {
    let id = checks::id::<ReservationId>(id, "id")?;
    let refused = |code, why: &str| Err(Refusal::new(code, "id", why).into());
    match reservations::release_held(ctx.app(), id).await {
        Ok(row) => Ok(InventoryReservation::new(row)),
        Err(ReservationError::Database(error)) => Err(error.into()),
        Err(ReservationError::NotFound) => refused(RefusalCode::NotFound, "reservation not found"),
        Err(_) => refused(
            RefusalCode::Invalid,
            "it is not held any more, or being paid",
        ),
    }
}

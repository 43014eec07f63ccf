//! Mutations that change existing locations.

use super::LocalPickupSettings;
use crate::list::List;
use crate::{
    context::RequestContext,
    schema::Location,
    user_errors::{InventoryUserError, outcome},
    visibility::writes_locations,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::{ids::LocationId, inventory::location};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    refusal::ChangeError,
    validators::{self as checks, Checked},
    viewer::Scope,
};
use souk_shop::inventory::{
    InventoryErrorCode,
    location_changes::{
        activation,
        edit::{self, LocationEditInput},
        pickup::{self, DeliveryLocalPickupTime},
    },
};
use std::sync::Arc;

/// Local pickup settings of a location.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryLocationLocalPickupEnableInput {
    /// Pickup instructions for buyers, at most 1,000 characters.
    pub instructions: Option<String>,
    /// Id of the location.
    pub location_id: ID,
    /// How soon an order is ready for pickup.
    pub pickup_time: DeliveryLocalPickupTime,
}

/// Payload of `locationEdit`.
#[derive(SimpleObject)]
pub struct LocationEditPayload {
    /// The updated location, or null if the change was rejected.
    pub location: Option<Location>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `locationActivate`.
#[derive(SimpleObject)]
pub struct LocationActivatePayload {
    /// The updated location, or null if the change was rejected.
    pub location: Option<Location>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `locationDeactivate`.
#[derive(SimpleObject)]
pub struct LocationDeactivatePayload {
    /// The updated location, or null if the change was rejected.
    pub location: Option<Location>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `locationLocalPickupEnable`.
#[derive(SimpleObject)]
pub struct LocationLocalPickupEnablePayload {
    /// The new pickup settings, or null if the change was rejected.
    pub local_pickup_settings: Option<LocalPickupSettings>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Payload of `locationLocalPickupDisable`.
#[derive(SimpleObject)]
pub struct LocationLocalPickupDisablePayload {
    /// Id of the location, or null if the change was rejected.
    pub location_id: Option<ID>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Mutations that change existing locations.
#[derive(Debug, Default)]
pub struct LocationChangeMutation;

#[Object]
impl LocationChangeMutation {
    /// Activates a location, so that its stock can be sold.
    #[graphql(visible = "writes_locations")]
    async fn location_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the location.")] location_id: ID,
    ) -> Option<Result<LocationActivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = match id(&location_id, "locationId") {
            Ok(id) => activation::activate(ctx.app(), id).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(row).map(|(row, user_errors)| LocationActivatePayload {
                location: row.map(shown),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Deactivates a location and moves its stock to another one. Rejected while units there are
    /// reserved for checkouts, committed to orders, or incoming.
    #[graphql(visible = "writes_locations")]
    async fn location_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the location that receives its stock. Required while it has any.")]
        destination_location_id: Option<ID>,
        #[graphql(desc = "Id of the location.")] location_id: ID,
    ) -> Option<Result<LocationDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = deactivate(ctx, &location_id, destination_location_id.as_ref()).await;
        Some(
            outcome(row).map(|(row, user_errors)| LocationDeactivatePayload {
                location: row.map(shown),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Changes the name, address or fulfillment setting of a location. Fields that are left out
    /// stay unchanged.
    #[graphql(visible = "writes_locations")]
    async fn location_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the location.")] id: ID,
        #[graphql(desc = "The changes.")] input: LocationEditInput,
    ) -> Option<Result<LocationEditPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = match self::id(&id, "id") {
            Ok(id) => edit::edit(ctx.app(), id, input).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(outcome(row).map(|(row, user_errors)| LocationEditPayload {
            location: row.map(shown),
            user_errors: user_errors.into(),
        }))
    }

    /// Disables local pickup at a location.
    #[graphql(visible = "writes_locations")]
    async fn location_local_pickup_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the location.")] location_id: ID,
    ) -> Option<Result<LocationLocalPickupDisablePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = match id(&location_id, "locationId") {
            Ok(id) => pickup::set(ctx.app(), id, None, "locationId").await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(row).map(|(row, user_errors)| LocationLocalPickupDisablePayload {
                location_id: row.map(|row| row.id.gid()),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Enables local pickup at a location, or changes its settings.
    #[graphql(visible = "writes_locations")]
    async fn location_local_pickup_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location and its pickup settings.")]
        local_pickup_settings: DeliveryLocationLocalPickupEnableInput,
    ) -> Option<Result<LocationLocalPickupEnablePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = enable_pickup(ctx, local_pickup_settings).await;
        Some(outcome(row).map(|(row, user_errors)| {
            LocationLocalPickupEnablePayload {
                local_pickup_settings: row
                    .and_then(|row| row.pickup)
                    .map(|pickup| LocalPickupSettings::new(&pickup)),
                user_errors: user_errors.into(),
            }
        }))
    }
}

fn id(id: &ID, field: &str) -> Checked<LocationId, InventoryErrorCode> {
    checks::id(id, field)
}

fn shown(row: location::Model) -> Location {
    Location::new(Arc::new(row))
}

async fn deactivate(
    ctx: &Context<'_>,
    location: &ID,
    destination: Option<&ID>,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let location = id(location, "locationId")?;
    let destination = destination.map(|other| id(other, "destinationLocationId"));
    activation::deactivate(ctx.app(), location, destination.transpose()?).await
}

async fn enable_pickup(
    ctx: &Context<'_>,
    input: DeliveryLocationLocalPickupEnableInput,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    const FIELD: &str = "localPickupSettings";
    let field = format!("{FIELD}.locationId");
    let location = id(&input.location_id, &field)?;
    let settings = pickup::settings(input.pickup_time, input.instructions, FIELD)?;
    pickup::set(ctx.app(), location, Some(settings), &field).await
}

//! Changing locations that are there.

use crate::{
    codes::CountryCode,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    inventory::{
        graphql::{DeliveryLocalPickupTime, LocalPickupSettings},
        location_changes::{activation, edit, pickup},
    },
    refusal::{ChangeError, outcome, user_errors},
    schema::Location,
    validators::{self as checks, Checked},
    visibility::writes_locations,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::{ids::LocationId, inventory::location};
use std::sync::Arc;

user_errors!(
    LocationEditUserError,
    LocationEditUserErrorCode,
    "locationEdit"
);

user_errors!(
    LocationActivateUserError,
    LocationActivateUserErrorCode,
    "locationActivate"
);

user_errors!(
    LocationDeactivateUserError,
    LocationDeactivateUserErrorCode,
    "locationDeactivate"
);

user_errors!(
    LocationLocalPickupEnableUserError,
    LocationLocalPickupEnableUserErrorCode,
    "locationLocalPickupEnable"
);

user_errors!(
    LocationLocalPickupDisableUserError,
    LocationLocalPickupDisableUserErrorCode,
    "locationLocalPickupDisable"
);

/// What shall be other about a location. What is left out stays as it is.
#[derive(InputObject, Clone, Debug)]
pub struct LocationEditInput {
    /// Where it is.
    pub address: Option<LocationEditAddressInput>,
    /// Whether it sends orders.
    pub fulfills_online_orders: Option<bool>,
    /// Name, unique among locations.
    pub name: Option<String>,
}

/// What shall be other about an address. What is left out stays as it is; null removes it.
#[derive(InputObject, Clone, Debug)]
pub struct LocationEditAddressInput {
    /// First line.
    pub address1: MaybeUndefined<String>,
    /// Second line.
    pub address2: MaybeUndefined<String>,
    /// City.
    pub city: MaybeUndefined<String>,
    /// Country. It cannot be removed.
    pub country_code: Option<CountryCode>,
    /// Degrees north.
    pub latitude: MaybeUndefined<f64>,
    /// Degrees east.
    pub longitude: MaybeUndefined<f64>,
    /// Phone number.
    pub phone: MaybeUndefined<String>,
    /// Name of the province.
    pub province: MaybeUndefined<String>,
    /// Code of the province.
    pub province_code: MaybeUndefined<String>,
    /// Postal code.
    pub zip: MaybeUndefined<String>,
}

/// How buyers shall pick up orders at a location.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryLocationLocalPickupEnableInput {
    /// What buyers should know, at most 1,000 characters.
    pub instructions: Option<String>,
    /// The location.
    pub location_id: ID,
    /// How soon an order is ready.
    pub pickup_time: DeliveryLocalPickupTime,
}

/// What became of `locationEdit`.
#[derive(SimpleObject)]
pub struct LocationEditPayload {
    /// The location as it is now; null where it was refused.
    pub location: Option<Location>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationEditUserError>,
}

/// What became of `locationActivate`.
#[derive(SimpleObject)]
pub struct LocationActivatePayload {
    /// The location as it is now; null where it was refused.
    pub location: Option<Location>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationActivateUserError>,
}

/// What became of `locationDeactivate`.
#[derive(SimpleObject)]
pub struct LocationDeactivatePayload {
    /// The location as it is now; null where it was refused.
    pub location: Option<Location>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationDeactivateUserError>,
}

/// What became of `locationLocalPickupEnable`.
#[derive(SimpleObject)]
pub struct LocationLocalPickupEnablePayload {
    /// How buyers pick up orders there now; null where it was refused.
    pub local_pickup_settings: Option<LocalPickupSettings>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationLocalPickupEnableUserError>,
}

/// What became of `locationLocalPickupDisable`.
#[derive(SimpleObject)]
pub struct LocationLocalPickupDisablePayload {
    /// The location; null where it was refused.
    pub location_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationLocalPickupDisableUserError>,
}

/// Mutations of locations that are there.
#[derive(Debug, Default)]
pub struct LocationChangeMutation;

#[Object]
impl LocationChangeMutation {
    /// Opens a location: its stock can be sold.
    #[graphql(visible = "writes_locations")]
    async fn location_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location.")] location_id: ID,
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
                user_errors,
            }),
        )
    }

    /// Closes a location; its stock goes to another one. Refused while units there are held for
    /// checkouts, sold and not sent, or on their way.
    #[graphql(visible = "writes_locations")]
    async fn location_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where its stock goes. Needed while units are left there.")]
        destination_location_id: Option<ID>,
        #[graphql(desc = "The location.")] location_id: ID,
    ) -> Option<Result<LocationDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let row = deactivate(ctx, &location_id, destination_location_id.as_ref()).await;
        Some(
            outcome(row).map(|(row, user_errors)| LocationDeactivatePayload {
                location: row.map(shown),
                user_errors,
            }),
        )
    }

    /// Changes what is known of a location. What is left out stays as it is.
    #[graphql(visible = "writes_locations")]
    async fn location_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location.")] id: ID,
        #[graphql(desc = "What shall be other.")] input: LocationEditInput,
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
            user_errors,
        }))
    }

    /// Lets buyers pick up orders at a location no longer.
    #[graphql(visible = "writes_locations")]
    async fn location_local_pickup_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location.")] location_id: ID,
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
                user_errors,
            }),
        )
    }

    /// Lets buyers pick up orders at a location, or changes how they do.
    #[graphql(visible = "writes_locations")]
    async fn location_local_pickup_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where and how.")]
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
                user_errors,
            }
        }))
    }
}

fn id(id: &ID, field: &str) -> Checked<LocationId> {
    checks::id(id, field)
}

fn shown(row: location::Model) -> Location {
    Location::new(Arc::new(row))
}

async fn deactivate(
    ctx: &Context<'_>,
    location: &ID,
    destination: Option<&ID>,
) -> Result<location::Model, ChangeError> {
    let location = id(location, "locationId")?;
    let destination = destination.map(|other| id(other, "destinationLocationId"));
    activation::deactivate(ctx.app(), location, destination.transpose()?).await
}

async fn enable_pickup(
    ctx: &Context<'_>,
    input: DeliveryLocationLocalPickupEnableInput,
) -> Result<location::Model, ChangeError> {
    const FIELD: &str = "localPickupSettings";
    let field = format!("{FIELD}.locationId");
    let location = id(&input.location_id, &field)?;
    let settings = pickup::settings(input.pickup_time, input.instructions, FIELD)?;
    pickup::set(ctx.app(), location, Some(settings), &field).await
}

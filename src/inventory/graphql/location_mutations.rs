//! Mutations that add locations.

use crate::{
    codes::CountryCode,
    context::RequestContext,
    error::ApiError,
    inventory::{graphql::DeliveryLocalPickupTime, location_changes as locations},
    refusal::{ChangeError, outcome, user_errors},
    schema::Location,
    viewer::Scope,
    visibility::writes_locations,
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use std::sync::Arc;

user_errors!(
    LocationAddUserError,
    LocationAddUserErrorCode,
    "locationAdd"
);

/// A new location.
#[derive(InputObject, Clone, Debug)]
pub struct LocationAddInput {
    /// Address of the location.
    pub address: LocationAddAddressInput,
    /// Whether it fulfills online orders.
    #[graphql(default = true)]
    pub fulfills_online_orders: bool,
    /// Local pickup settings; no local pickup by default.
    pub local_pickup: Option<LocalPickupInput>,
    /// Name, unique among locations.
    pub name: String,
}

/// Address of a location.
#[derive(InputObject, Clone, Debug)]
pub struct LocationAddAddressInput {
    /// First line of the address.
    pub address1: Option<String>,
    /// Second line of the address.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country_code: CountryCode,
    /// Latitude in degrees, positive to the north.
    pub latitude: Option<f64>,
    /// Longitude in degrees, positive to the east.
    pub longitude: Option<f64>,
    /// Phone number.
    pub phone: Option<String>,
    /// Name of the province.
    pub province: Option<String>,
    /// Code of the province.
    pub province_code: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
}

/// Local pickup settings of a location.
#[derive(InputObject, Clone, Debug)]
pub struct LocalPickupInput {
    /// Pickup instructions for buyers, at most 1,000 characters.
    pub instructions: Option<String>,
    /// How soon an order is ready for pickup.
    pub pickup_time: DeliveryLocalPickupTime,
}

/// Payload of `locationAdd`.
#[derive(SimpleObject)]
pub struct LocationAddPayload {
    /// The new location, or null if the input was rejected.
    pub location: Option<Location>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<LocationAddUserError>,
}

/// Mutations that add locations.
#[derive(Debug, Default)]
pub struct LocationMutation;

#[Object]
impl LocationMutation {
    /// Adds a location that holds stock.
    #[graphql(visible = "writes_locations")]
    async fn location_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location.")] input: LocationAddInput,
    ) -> Option<Result<LocationAddPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        Some(
            outcome(add(ctx, input).await).map(|(location, user_errors)| LocationAddPayload {
                location,
                user_errors,
            }),
        )
    }
}

async fn add(ctx: &Context<'_>, input: LocationAddInput) -> Result<Location, ChangeError> {
    let draft = locations::validate(input)?;
    let row = locations::add(ctx.app(), draft).await?;
    Ok(Location::new(Arc::new(row)))
}

//! Changing locations.

use crate::{
    codes::CountryCode,
    context::{RequestContext, Scope},
    error::ApiError,
    inventory::{graphql::DeliveryLocalPickupTime, location_changes as locations},
    refusal::{ChangeError, outcome, user_errors},
    schema::Location,
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
    /// Where it is.
    pub address: LocationAddAddressInput,
    /// Whether it sends orders.
    #[graphql(default = true)]
    pub fulfills_online_orders: bool,
    /// How buyers pick up orders there; they do not where absent.
    pub local_pickup: Option<LocalPickupInput>,
    /// Name, unique among locations.
    pub name: String,
}

/// Where a location is.
#[derive(InputObject, Clone, Debug)]
pub struct LocationAddAddressInput {
    /// First line.
    pub address1: Option<String>,
    /// Second line.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Country.
    pub country_code: CountryCode,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
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

/// How buyers pick up orders at a location.
#[derive(InputObject, Clone, Debug)]
pub struct LocalPickupInput {
    /// What buyers should know, at most 1,000 characters.
    pub instructions: Option<String>,
    /// How soon an order is ready.
    pub pickup_time: DeliveryLocalPickupTime,
}

/// What became of `locationAdd`.
#[derive(SimpleObject)]
pub struct LocationAddPayload {
    /// The location; null where it was refused.
    pub location: Option<Location>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<LocationAddUserError>,
}

/// Mutations of locations.
#[derive(Debug, Default)]
pub struct LocationMutation;

#[Object]
impl LocationMutation {
    /// Adds a place that holds stock.
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

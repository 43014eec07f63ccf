//! Mutations that add locations.

use crate::list::List;
use crate::{
    context::RequestContext,
    schema::Location,
    user_errors::{InventoryUserError, outcome},
    visibility::writes_locations,
};
use async_graphql::{Context, Object, SimpleObject};
use souk_kernel::{error::ApiError, refusal::ChangeError, viewer::Scope};
use souk_shop::inventory::{
    InventoryErrorCode,
    location_changes::{self as locations, LocationAddInput},
};
use std::sync::Arc;

/// Payload of `locationAdd`.
#[derive(SimpleObject)]
pub struct LocationAddPayload {
    /// The new location, or null if the input was rejected.
    pub location: Option<Location>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
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
                user_errors: user_errors.into(),
            }),
        )
    }
}

async fn add(
    ctx: &Context<'_>,
    input: LocationAddInput,
) -> Result<Location, ChangeError<InventoryErrorCode>> {
    let draft = locations::validate_location(input)?;
    let row = locations::add_location(ctx.app(), draft).await?;
    Ok(Location::new(Arc::new(row)))
}

//! Mutations that assign locations to sales channels.

use super::Publication;
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{InventoryUserError, outcome},
    visibility::writes_locations,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::LocationId;
use souk_kernel::{error::ApiError, refusal::ChangeError, validators as checks, viewer::Scope};
use souk_shop::inventory::{InventoryErrorCode, location_changes::channels};

/// Payload of `publicationLocationsUpdate`.
#[derive(SimpleObject)]
pub struct PublicationLocationsUpdatePayload {
    /// The updated sales channel, or null if the change was rejected.
    pub publication: Option<Publication>,
    /// Errors in the input; empty on success.
    pub user_errors: List<InventoryUserError>,
}

/// Mutations for sales channels.
#[derive(Debug, Default)]
pub struct PublicationMutation;

#[Object]
impl PublicationMutation {
    /// Sets which locations fulfill a sales channel's orders, in order of priority. An order is
    /// split across as few locations as possible; among those, earlier locations are preferred.
    #[graphql(visible = "writes_locations")]
    async fn publication_locations_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the sales channel.")] id: ID,
        #[graphql(
            desc = "Ids of the locations in order of priority, at most 250. If empty, every \
                    location that fulfills online orders is used."
        )]
        location_ids: Vec<ID>,
    ) -> Option<Result<PublicationLocationsUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteLocations) {
            return Some(Err(error));
        }
        let updated = update(ctx, &id, &location_ids).await;
        Some(outcome(updated).map(
            |(publication, user_errors)| PublicationLocationsUpdatePayload {
                publication,
                user_errors: user_errors.into(),
            },
        ))
    }
}

async fn update(
    ctx: &Context<'_>,
    id: &ID,
    locations: &[ID],
) -> Result<Publication, ChangeError<InventoryErrorCode>> {
    let channel = checks::id(id, "id")?;
    let named = locations.iter().enumerate();
    let named = named.map(|(index, id)| checks::id(id, &format!("locationIds.{index}")));
    let named = named.collect::<Result<Vec<LocationId>, _>>()?;
    let (channel, locations) = channels::set_channel_locations(ctx.app(), channel, &named).await?;
    Ok(Publication::new(&channel, locations))
}

//! Changing which locations send the orders of sales channels.

use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    inventory::{graphql::Publication, location_changes::channels},
    refusal::{ChangeError, outcome, user_errors},
    validators as checks,
    visibility::writes_locations,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::LocationId;

user_errors!(
    PublicationLocationsUpdateUserError,
    PublicationLocationsUpdateUserErrorCode,
    "publicationLocationsUpdate"
);

/// What became of `publicationLocationsUpdate`.
#[derive(SimpleObject)]
pub struct PublicationLocationsUpdatePayload {
    /// The sales channel as it is now; null where the change was refused.
    pub publication: Option<Publication>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<PublicationLocationsUpdateUserError>,
}

/// Mutations of sales channels.
#[derive(Debug, Default)]
pub struct PublicationMutation;

#[Object]
impl PublicationMutation {
    /// Says which locations send the orders of a sales channel, in the order in which they are
    /// asked. An order is sent by as few locations as can, and by the first ones among them.
    #[graphql(visible = "writes_locations")]
    async fn publication_locations_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sales channel.")] id: ID,
        #[graphql(
            desc = "The locations, the one to be asked first first, at most 250; every location that \
                    sends orders where none are named."
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
                user_errors,
            },
        ))
    }
}

async fn update(ctx: &Context<'_>, id: &ID, locations: &[ID]) -> Result<Publication, ChangeError> {
    let channel = checks::id(id, "id")?;
    let named = locations.iter().enumerate();
    let named = named.map(|(index, id)| checks::id(id, &format!("locationIds.{index}")));
    let named = named.collect::<Result<Vec<LocationId>, _>>()?;
    let (channel, locations) = channels::set(ctx.app(), channel, &named).await?;
    Ok(Publication::new(&channel, locations))
}

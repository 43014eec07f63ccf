//! Sales channels and the locations that send their orders.

use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    inventory::locations,
    schema::Location,
    visibility::reads_locations,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::{catalog::sales_channel, inventory::location};
use std::sync::Arc;

/// A sales channel: where products are published, and which locations send what is bought there.
#[derive(Clone, SimpleObject)]
pub struct Publication {
    /// Name for programs, unique.
    handle: String,
    /// Global id.
    id: ID,
    /// Locations that send its orders, the one that is asked first first; every location that sends
    /// orders where none are named.
    locations: Vec<Location>,
    /// Name for people.
    name: String,
}

impl Publication {
    /// A channel with the locations named for it.
    pub fn new(channel: &sales_channel::Model, locations: Vec<location::Model>) -> Self {
        let locations = locations.into_iter();
        Self {
            handle: channel.handle.clone(),
            id: channel.id.gid(),
            locations: locations.map(|row| Location::new(Arc::new(row))).collect(),
            name: channel.name.clone(),
        }
    }
}

/// Lookups of sales channels.
#[derive(Default)]
pub struct PublicationQuery;

#[Object]
impl PublicationQuery {
    /// Every sales channel. Needs the scope `read_locations`.
    #[graphql(visible = "reads_locations", complexity = "10 * child_complexity + 1")]
    async fn publications(&self, ctx: &Context<'_>) -> Option<Result<Vec<Publication>, ApiError>> {
        let listed = async {
            ctx.viewer().require(Scope::ReadLocations)?;
            let mut named = locations::of_channels(ctx.app()).await?;
            let channels = ctx.directory().channels.iter();
            Ok(channels
                .map(|row| Publication::new(row, named.remove(&row.id).unwrap_or_default()))
                .collect())
        };
        Some(listed.await)
    }
}

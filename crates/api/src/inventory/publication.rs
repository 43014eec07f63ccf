//! Sales channels and the locations that ship their orders.

use crate::list::List;
use crate::{context::RequestContext, schema::Location, visibility::reads_locations};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::{catalog::sales_channel, inventory::location};
use souk_kernel::{error::ApiError, ids::Gid, viewer::Scope};
use souk_shop::inventory::locations;
use std::sync::Arc;

/// A sales channel: where products are published, and which locations ship the orders.
#[derive(Clone, SimpleObject)]
pub struct Publication {
    /// Unique, machine-readable name.
    handle: String,
    /// Global id.
    id: ID,
    /// Locations that ship the channel's orders, in order of preference; all locations that ship
    /// online orders if none are assigned.
    locations: List<Location>,
    /// Human-readable name.
    name: String,
}

impl Publication {
    /// Wraps a channel with its assigned locations.
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

/// Queries of sales channels.
#[derive(Default)]
pub struct PublicationQuery;

#[Object]
impl PublicationQuery {
    /// All sales channels. Needs the scope `read_locations`.
    #[graphql(visible = "reads_locations", complexity = "10 * child_complexity + 1")]
    async fn publications(&self, ctx: &Context<'_>) -> Option<Result<List<Publication>, ApiError>> {
        let listed = async {
            ctx.viewer().require(Scope::ReadLocations)?;
            let mut named = locations::locations_of_channels(ctx.app()).await?;
            let channels = ctx.directory().channels.iter();
            Ok(channels
                .map(|row| Publication::new(row, named.remove(&row.id).unwrap_or_default()))
                .collect())
        };
        Some(listed.await)
    }
}

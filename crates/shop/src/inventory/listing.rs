//! Lists the stock reservations of checkouts.

use super::store::{self, reservations};
use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, LocationId, ReservationId},
    inventory::reservation::{self, ReservationState},
};
use souk_kernel::{
    app::App,
    pagination::{RequestedPage, Slice},
};
use std::collections::{HashMap, HashSet};

/// Filters for a list of reservations.
#[derive(Clone, Debug)]
pub struct ReservationListing {
    /// Only reservations in this state.
    pub state: Option<ReservationState>,
    /// Only reservations of this item.
    pub item: Option<InventoryItemId>,
    /// The page to return; its cursors are reservation ids.
    pub page: RequestedPage<ReservationId>,
}

/// A page of reservations, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn list_reservations(
    app: &App,
    listing: &ReservationListing,
) -> Result<Slice<reservation::Model>, DbErr> {
    let db = app.databases.inventory.reader();
    let rows = reservations::page(db, listing.state, listing.item, &listing.page).await?;
    Ok(Slice::from_overfetch(rows, &listing.page))
}

/// Units of items that can be sold, by location. An item that is not tracked has no entry: it is
/// never out of stock.
pub type Counted = HashMap<InventoryItemId, HashMap<LocationId, i64>>;

/// Units of `items` that can be sold at each location. Runs two statements per 500 items.
///
/// # Errors
///
/// When the database fails.
pub async fn counted_reservations(app: &App, items: &[InventoryItemId]) -> Result<Counted, DbErr> {
    let db = app.databases.inventory.reader();
    let known = store::items_by_ids(db, items).await?;
    let known = known.into_iter().filter(|item| item.tracked);
    let known: HashSet<InventoryItemId> = known.map(|item| item.id).collect();
    let mut found: Counted = known.iter().map(|&id| (id, HashMap::new())).collect();
    for level in store::levels_of_items(db, items).await? {
        if let Some(of_item) = found.get_mut(&level.item_id).filter(|_| level.active) {
            of_item.insert(level.location_id, level.available);
        }
    }
    Ok(found)
}

//! Lists what is held for checkouts.

use super::store::{self as levels, reservations as store};
use crate::{
    app::App,
    pagination::{Page, Slice},
};
use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, LocationId, ReservationId},
    inventory::reservation::{self, ReservationState},
};
use std::collections::{HashMap, HashSet};

/// Which reservations are listed.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Those in this state.
    pub state: Option<ReservationState>,
    /// Those that hold this item.
    pub item: Option<InventoryItemId>,
    /// Which of them; a cursor is the id of a reservation.
    pub page: Page<ReservationId>,
}

/// A page of the reservations, the oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn list(app: &App, listing: &Listing) -> Result<Slice<reservation::Model>, DbErr> {
    let db = app.databases.inventory.reader();
    let rows = store::page(db, listing.state, listing.item, &listing.page).await?;
    Ok(Slice::from_overfetch(rows, &listing.page))
}

/// Units of items that can be sold, by location. An item that is not counted has no entry: there is
/// always enough of it.
pub type Counted = HashMap<InventoryItemId, HashMap<LocationId, i64>>;

/// Units of `items` that can be sold at each location. Two statements for each 500.
///
/// # Errors
///
/// When the database fails.
pub async fn counted(app: &App, items: &[InventoryItemId]) -> Result<Counted, DbErr> {
    let db = app.databases.inventory.reader();
    let known = levels::items_by_ids(db, items).await?;
    let known = known.into_iter().filter(|item| item.tracked);
    let known: HashSet<InventoryItemId> = known.map(|item| item.id).collect();
    let mut found: Counted = known.iter().map(|&id| (id, HashMap::new())).collect();
    for level in levels::levels_of_items(db, items).await? {
        if let Some(of_item) = found.get_mut(&level.item_id).filter(|_| level.active) {
            of_item.insert(level.location_id, level.available);
        }
    }
    Ok(found)
}

//! Lists what is held for checkouts.

use super::store::reservations as store;
use crate::{
    app::App,
    pagination::{Page, Slice},
};
use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, ReservationId},
    inventory::reservation::{self, ReservationState},
};

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

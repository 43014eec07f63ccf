//! Replaces every value of a location.

use super::{
    add::LocationDraft,
    saving::{lock, save},
};
use crate::inventory::InventoryErrorCode;
use souk_entities::{ids::LocationId, inventory::location};
use souk_kernel::{app::App, refusal::ChangeError};

/// Gives a location the values of a draft. Whether it is active stays unchanged.
///
/// # Errors
///
/// When the location does not exist, another one has the name, or the database fails.
pub(crate) async fn replace_location(
    app: &App,
    id: LocationId,
    draft: LocationDraft,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    let mut row = lock(&txn, id, "id").await?;
    row.name = draft.name;
    row.address = draft.address;
    row.fulfills_online_orders = draft.fulfills_online_orders;
    row.pickup = draft.pickup;
    save(app, txn, row).await
}

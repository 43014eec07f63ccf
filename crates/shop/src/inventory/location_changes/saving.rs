//! What every change of a location does: lock it, check its address, and save it.

use crate::inventory::{InventoryErrorCode, NO_LOCATION, store::locations};
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, already_named, refuse, short},
};

/// Refuses an address with a text that is too long, or coordinates that are out of range.
pub(super) fn check_address(address: &Address) -> Checked<(), InventoryErrorCode> {
    for (text, field) in [
        (&address.address1, "input.address.address1"),
        (&address.address2, "input.address.address2"),
        (&address.city, "input.address.city"),
        (&address.phone, "input.address.phone"),
        (&address.province, "input.address.province"),
        (&address.province_code, "input.address.provinceCode"),
        (&address.zip, "input.address.zip"),
    ] {
        short(text.as_deref().unwrap_or_default(), field)?;
    }
    for (degrees, most, field) in [
        (address.latitude, 90.0, "input.address.latitude"),
        (address.longitude, 180.0, "input.address.longitude"),
    ] {
        if degrees.is_some_and(|degrees| !(-most..=most).contains(&degrees)) {
            let why = format!("{} must be from -{most} to {most}.", checks::named(field));
            return refuse(InventoryErrorCode::Invalid, field, why);
        }
    }
    Ok(())
}

/// Locks a location until the transaction ends.
pub(super) async fn lock(
    txn: &DatabaseTransaction,
    id: LocationId,
    field: &str,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let row = locations::lock_location(txn, id).await?;
    let none = || Refusal::new(InventoryErrorCode::NotFound, field, NO_LOCATION);
    row.ok_or_else(|| none().into())
}

/// Saves a changed location and publishes the change.
pub(super) async fn save(
    app: &App,
    txn: DatabaseTransaction,
    row: location::Model,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    write(app, txn, row, false).await
}

/// Saves a new location and publishes the change.
pub(super) async fn add(
    app: &App,
    txn: DatabaseTransaction,
    row: location::Model,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    write(app, txn, row, true).await
}

async fn write(
    app: &App,
    txn: DatabaseTransaction,
    mut row: location::Model,
    is_new: bool,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    row.updated_at = app.clock.now();
    locations::save_location(&txn, row.clone(), is_new)
        .await
        .map_err(|error| {
            ChangeError::taken(error, "input.name", already_named("location", &row.name))
        })?;
    let what = "location".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(row)
}

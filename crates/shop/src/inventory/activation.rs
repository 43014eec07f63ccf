//! Starts and stops stocking items at locations.

use super::{
    levels::{self, Place, QuantityName},
    stock_changes::{MOST_UNITS, stock_changed},
};
use crate::inventory::InventoryErrorCode;
use sea_orm::{DatabaseTransaction, EntityTrait};
use souk_entities::{
    Timestamp,
    ids::AdjustmentGroupId,
    inventory::{inventory_adjustment, inventory_item, inventory_level, location},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    rows,
    validators::refuse,
};
use std::collections::BTreeSet;

/// Quantities that are written off when an item is no longer stocked at a location.
const ENDING: [QuantityName; 4] = [
    QuantityName::Available,
    QuantityName::Damaged,
    QuantityName::QualityControl,
    QuantityName::SafetyStock,
];

/// Parses the initial quantity of a new level.
///
/// # Errors
///
/// When both are given, or one is out of range.
pub fn first_units(
    available: Option<i32>,
    on_hand: Option<i32>,
) -> Result<Option<(QuantityName, i64)>, Refusal<InventoryErrorCode>> {
    let (name, units, field) = match (available, on_hand) {
        (None, None) => return Ok(None),
        (Some(units), None) => (QuantityName::Available, units, "available"),
        (None, Some(units)) => (QuantityName::OnHand, units, "onHand"),
        (Some(_), Some(_)) => {
            let why = "Only one of `available` and `onHand` can be given.";
            return refuse(InventoryErrorCode::Invalid, "onHand", why);
        }
    };
    let units = i64::from(units);
    if !(-MOST_UNITS..=MOST_UNITS).contains(&units) {
        return refuse(
            InventoryErrorCode::Invalid,
            field,
            "The quantity is out of range.",
        );
    }
    Ok(Some((name, units)))
}

/// Starts stocking an item at a location, with an initial quantity.
///
/// # Errors
///
/// When there is no such item or location, or a quantity is given although the item is already
/// stocked.
pub async fn activate(
    app: &App,
    place: Place,
    units: Option<(QuantityName, i64)>,
) -> Result<inventory_level::Model, ChangeError<InventoryErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let made = levels::make(&txn, &BTreeSet::from([place]), now).await? > 0;
    let mut stored = levels::lock(&txn, &BTreeSet::from([place.0])).await?;
    known(&txn, place).await?;
    let Some(mut level) = stored.remove(&place) else {
        let why = super::NO_ITEM; // deleted together with its level
        return Err(Refusal::new(InventoryErrorCode::NotFound, "inventoryItemId", why).into());
    };
    let is_new = made || !level.active;
    if !is_new && let Some((name, _)) = units {
        let field = match name {
            QuantityName::OnHand => "onHand",
            _ => "available",
        };
        let why = "The item is already stocked at this location.";
        return Err(Refusal::new(InventoryErrorCode::Invalid, field, why).into());
    }
    level.active = true;
    let mut ledger = Vec::new();
    if let Some((name, quantity)) = units {
        let delta = levels::set(&mut level, name, quantity, now);
        ledger.extend(row(
            app,
            app.next_id(),
            &level,
            name,
            delta,
            "received",
            now,
        ));
    }
    if is_new {
        level.updated_at = now;
    }
    rows::upsert::<inventory_level::Entity>(&txn, vec![level.clone()]).await?;
    rows::upsert::<inventory_adjustment::Entity>(&txn, ledger).await?;
    app.publish(&txn, &stock_changed(&txn, &[place.0]).await?)
        .await?;
    txn.commit().await?;
    Ok(level)
}

/// Stops stocking an item at a location. Units that are left there are written off.
///
/// # Errors
///
/// When it is not stocked there, or units of it are reserved for checkouts, committed to orders, or
/// incoming.
pub async fn deactivate(app: &App, place: Place) -> Result<(), ChangeError<InventoryErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let mut stored = levels::lock(&txn, &BTreeSet::from([place.0])).await?;
    let level = stored.remove(&place).filter(|level| level.active);
    let Some(mut level) = level else {
        let why = "The item is not stocked at this location.";
        return Err(Refusal::new(InventoryErrorCode::NotFound, "inventoryLevelId", why).into());
    };
    for (units, what) in [
        (level.reserved, "reserved for checkouts"),
        (level.committed, "committed to orders"),
        (level.incoming, "incoming"),
    ] {
        if units != 0 {
            let why = format!("{units} units are {what}.");
            return Err(Refusal::new(InventoryErrorCode::Invalid, "inventoryLevelId", why).into());
        }
    }
    let group: AdjustmentGroupId = app.next_id();
    let mut ledger = Vec::new();
    for name in ENDING {
        let delta = levels::set(&mut level, name, 0, now);
        ledger.extend(row(app, group, &level, name, delta, "correction", now));
    }
    level.active = false;
    level.updated_at = now;
    rows::upsert::<inventory_level::Entity>(&txn, vec![level]).await?;
    rows::upsert::<inventory_adjustment::Entity>(&txn, ledger).await?;
    app.publish(&txn, &stock_changed(&txn, &[place.0]).await?)
        .await?;
    txn.commit().await?;
    Ok(())
}

/// The ledger row for a change; none if nothing changed.
fn row(
    app: &App,
    group_id: AdjustmentGroupId,
    level: &inventory_level::Model,
    name: QuantityName,
    delta: i64,
    reason: &str,
    created_at: Timestamp,
) -> Option<inventory_adjustment::Model> {
    (delta != 0).then(|| inventory_adjustment::Model {
        id: app.next_id(),
        group_id,
        item_id: level.item_id,
        location_id: level.location_id,
        name: name.text().to_owned(),
        delta,
        quantity_after: name.of(level),
        reason: reason.to_owned(),
        reference: None,
        document: None,
        created_at,
    })
}

async fn known(
    txn: &DatabaseTransaction,
    place: Place,
) -> Result<(), ChangeError<InventoryErrorCode>> {
    let item = inventory_item::Entity::find_by_id(place.0).one(txn).await?;
    let location = location::Entity::find_by_id(place.1).one(txn).await?;
    let (field, why) = match (item, location) {
        (None, _) => ("inventoryItemId", super::NO_ITEM),
        (_, None) => ("locationId", super::NO_LOCATION),
        _ => return Ok(()),
    };
    Err(Refusal::new(InventoryErrorCode::NotFound, field, why).into())
}

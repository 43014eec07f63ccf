//! Starts and stops stocking items at locations.

use super::{
    ledger::{self, Adjustment, Amount, Cause, Changes, MOST_UNITS, Stocking},
    levels::{LevelKey, QuantityName},
    store::{
        self,
        levels::{insert_missing_levels, lock_levels},
    },
};
use crate::inventory::InventoryErrorCode;
use sea_orm::DatabaseTransaction;
use souk_entities::inventory::inventory_level;
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
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
    place: LevelKey,
    units: Option<(QuantityName, i64)>,
) -> Result<inventory_level::Model, ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    let places = BTreeSet::from([place]);
    let made = insert_missing_levels(&txn, &places, app.clock.now()).await? > 0;
    let items = BTreeSet::from([place.0]);
    let levels = lock_levels(&txn, &items).await?;
    known(&txn, place).await?;
    let gone = || {
        let why = super::NO_ITEM; // deleted together with its level
        Refusal::new(InventoryErrorCode::NotFound, "inventoryItemId", why)
    };
    let is_new = made || !levels.get(&place).ok_or_else(gone)?.active;
    if !is_new && let Some((name, _)) = units {
        let field = match name {
            QuantityName::OnHand => "onHand",
            _ => "available",
        };
        let why = "The item is already stocked at this location.";
        return Err(Refusal::new(InventoryErrorCode::Invalid, field, why).into());
    }
    let units = units.map(|(name, quantity)| (name, Amount::To(quantity)));
    // Without a quantity, only the level starts.
    let (name, amount) = units.unwrap_or((QuantityName::Available, Amount::By(0)));
    let changes = Changes::Adjustments {
        levels,
        adjustments: &[Adjustment::new(place, name, amount)],
        stocking: Stocking::Starts,
    };
    let recorded = ledger::record_changes(app, &txn, changes, &Cause::of("received")).await?;
    let mut recorded = recorded.map_err(|refused| refused.refusal("inventoryItemId"))?;
    let level = recorded.levels.remove(&place).ok_or_else(gone)?;
    ledger::publish(app, &txn, &items).await?;
    txn.commit().await?;
    Ok(level)
}

/// Stops stocking an item at a location. Units that are left there are written off.
///
/// # Errors
///
/// When it is not stocked there, or units of it are reserved for checkouts, committed to orders, or
/// incoming.
pub async fn deactivate(app: &App, place: LevelKey) -> Result<(), ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    let items = BTreeSet::from([place.0]);
    let levels = lock_levels(&txn, &items).await?;
    let Some(level) = levels.get(&place).filter(|level| level.active) else {
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
    let changes = Changes::Adjustments {
        levels,
        adjustments: &ENDING.map(|name| Adjustment::new(place, name, Amount::To(0))),
        stocking: Stocking::Ends,
    };
    let recorded = ledger::record_changes(app, &txn, changes, &Cause::of("correction")).await?;
    recorded.map_err(|refused| refused.refusal("inventoryLevelId"))?;
    ledger::publish(app, &txn, &items).await?;
    txn.commit().await?;
    Ok(())
}

async fn known(
    txn: &DatabaseTransaction,
    place: LevelKey,
) -> Result<(), ChangeError<InventoryErrorCode>> {
    let item = store::items::item(txn, place.0).await?;
    let location = store::locations::location(txn, place.1).await?;
    let (field, why) = match (item, location) {
        (None, _) => ("inventoryItemId", super::NO_ITEM),
        (_, None) => ("locationId", super::NO_LOCATION),
        _ => return Ok(()),
    };
    Err(Refusal::new(InventoryErrorCode::NotFound, field, why).into())
}

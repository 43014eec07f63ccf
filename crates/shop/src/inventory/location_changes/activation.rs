//! Activates and deactivates locations.

use super::saving::{lock, save};
use crate::inventory::{
    InventoryErrorCode,
    ledger::{self, Adjustment, Amount, Cause, Changes, Stocking},
    levels::QuantityName,
    store::{
        self,
        levels::{insert_missing_levels, lock_levels},
    },
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    ids::{InventoryItemId, LocationId},
    inventory::{inventory_level, location},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
};
use std::collections::BTreeSet;

/// Number of levels read together.
const BATCH: u64 = 500;

/// Quantities that move to another location when a location is deactivated.
const MOVING: [QuantityName; 4] = [
    QuantityName::Available,
    QuantityName::Damaged,
    QuantityName::QualityControl,
    QuantityName::SafetyStock,
];

/// Activates a location, so that its stock can be sold.
///
/// # Errors
///
/// When there is no such location, or the database fails.
pub async fn activate(
    app: &App,
    id: LocationId,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    let mut row = lock(&txn, id, "locationId").await?;
    row.active = true;
    save(app, txn, row).await
}

/// Deactivates a location and moves its stock to `destination`.
///
/// # Errors
///
/// When the location or destination does not exist, there are units and no destination is given,
/// units are reserved for checkouts, committed to orders or incoming, or the database fails; the
/// location stays active then, and nothing is moved.
pub async fn deactivate(
    app: &App,
    id: LocationId,
    destination: Option<LocationId>,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    // Locations are locked in id order, which is the same for all callers.
    let (mut row, target) = match destination {
        Some(other) if other < id => {
            let target = lock(&txn, other, "destinationLocationId").await?;
            (lock(&txn, id, "locationId").await?, Some(target))
        }
        Some(other) => {
            let row = lock(&txn, id, "locationId").await?;
            (row, Some(lock(&txn, other, "destinationLocationId").await?))
        }
        None => (lock(&txn, id, "locationId").await?, None),
    };
    if target.is_some_and(|target| !target.active || target.id == id) {
        let why = "The destination must be another active location.";
        return Err(Refusal::new(InventoryErrorCode::Invalid, "destinationLocationId", why).into());
    }
    let items = stocked(&txn, id).await?;
    if let Some(destination) = destination {
        let places = items.iter().map(|&item| (item, destination)).collect();
        insert_missing_levels(&txn, &places, app.clock.now()).await?;
    } else if !items.is_empty() {
        let why = format!(
            "A destination must be given, as {} items are stocked at the location.",
            items.len()
        );
        return Err(Refusal::new(InventoryErrorCode::Invalid, "destinationLocationId", why).into());
    }
    if let Some(destination) = destination {
        move_all(app, &txn, &items, id, destination).await?;
    }
    row.active = false;
    save(app, txn, row).await
}

/// Items that have units at a location in any state.
async fn stocked(
    txn: &DatabaseTransaction,
    location: LocationId,
) -> Result<BTreeSet<InventoryItemId>, DbErr> {
    let mut found = BTreeSet::new();
    let mut after = InventoryItemId(0);
    loop {
        let levels = store::levels::levels_at_location(txn, location, after, BATCH).await?;
        let Some(last) = levels.last() else {
            return Ok(found);
        };
        after = last.item_id;
        let filled = levels.iter().filter(|level| has_units(level));
        found.extend(filled.map(|level| level.item_id));
    }
}

fn has_units(level: &inventory_level::Model) -> bool {
    let moving = MOVING.iter().any(|name| name.of(level) != 0);
    moving || level.reserved != 0 || level.committed != 0 || level.incoming != 0
}

/// Moves all units of the items from one location to another, where each has a level.
async fn move_all(
    app: &App,
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
    from: LocationId,
    to: LocationId,
) -> Result<(), ChangeError<InventoryErrorCode>> {
    let mut levels = lock_levels(txn, items).await?;
    levels.retain(|place, _| place.1 == from || place.1 == to);
    let mut moves = Vec::new();
    for (place, level) in levels.iter().filter(|(place, _)| place.1 == from) {
        if level.reserved != 0 || level.committed != 0 || level.incoming != 0 {
            let why = "Units at the location are reserved, committed or incoming.";
            return Err(Refusal::new(InventoryErrorCode::Invalid, "locationId", why).into());
        }
        let there = (place.0, to);
        for name in MOVING {
            let units = name.of(level);
            moves.push(Adjustment::new(*place, name, Amount::To(0)));
            moves.push(Adjustment::new(there, name, Amount::By(units)));
        }
    }
    let changes = Changes::Adjustments {
        levels,
        adjustments: &moves,
        stocking: Stocking::Starts,
    };
    let recorded = ledger::record_changes(app, txn, changes, &Cause::of("movement")).await?;
    recorded.map_err(|refused| refused.refusal("destinationLocationId"))?;
    Ok(())
}

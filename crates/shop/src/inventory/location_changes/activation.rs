//! Activates and deactivates locations.

use super::{lock, save};
use crate::inventory::InventoryErrorCode;
use crate::inventory::levels::{self, Place, QuantityName};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    Timestamp,
    ids::{AdjustmentGroupId, InventoryItemId, LocationId},
    inventory::{inventory_adjustment, inventory_level, location},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    rows,
};
use std::collections::{BTreeMap, BTreeSet};

/// Number of levels moved together.
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
        levels::make(&txn, &places, app.clock.now()).await?;
    } else if !items.is_empty() {
        let why = format!(
            "A destination must be given, as {} items are stocked at the location.",
            items.len()
        );
        return Err(Refusal::new(InventoryErrorCode::Invalid, "destinationLocationId", why).into());
    }
    let mut moving = Moving {
        app,
        now: app.clock.now(),
        group: app.next_id(),
        from: id,
        to: destination,
        ledger: Vec::new(),
    };
    let items: Vec<InventoryItemId> = items.into_iter().collect();
    for items in items.chunks(usize::try_from(BATCH).expect("a batch is small")) {
        let items = items.iter().copied().collect();
        let levels = levels::lock(&txn, &items).await?;
        let changed = moving.make(levels)?;
        rows::upsert::<inventory_level::Entity>(&txn, changed).await?;
    }
    rows::upsert::<inventory_adjustment::Entity>(&txn, moving.ledger).await?;
    row.active = false;
    save(app, txn, row).await
}

/// Items that have units at a location in any state.
async fn stocked(
    txn: &DatabaseTransaction,
    location: LocationId,
) -> Result<BTreeSet<InventoryItemId>, DbErr> {
    use inventory_level::Column;
    let mut found = BTreeSet::new();
    let mut after = InventoryItemId(0);
    loop {
        let levels = inventory_level::Entity::find()
            .filter(Column::LocationId.eq(location))
            .filter(Column::ItemId.gt(after))
            .order_by_asc(Column::ItemId)
            .limit(BATCH)
            .all(txn)
            .await?;
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

/// The move of stock away from a location.
struct Moving<'a> {
    app: &'a App,
    now: Timestamp,
    group: AdjustmentGroupId,
    from: LocationId,
    to: Option<LocationId>,
    ledger: Vec<inventory_adjustment::Model>,
}

impl Moving<'_> {
    /// Moves all units in the levels, and returns the levels that changed.
    fn make(
        &mut self,
        mut levels: BTreeMap<Place, inventory_level::Model>,
    ) -> Result<Vec<inventory_level::Model>, ChangeError<InventoryErrorCode>> {
        let mut changed = Vec::new();
        let items: BTreeSet<InventoryItemId> = levels.keys().map(|place| place.0).collect();
        for item in items {
            let Some(mut from) = levels.remove(&(item, self.from)) else {
                continue;
            };
            if from.reserved != 0 || from.committed != 0 || from.incoming != 0 {
                let why = "Units at the location are reserved, committed or incoming.";
                return Err(Refusal::new(InventoryErrorCode::Invalid, "locationId", why).into());
            }
            let to = self.to.and_then(|to| levels.remove(&(item, to)));
            let Some(mut to) = to else {
                continue; // every destination level was created before
            };
            for name in MOVING {
                let units = name.of(&from);
                let there = name.of(&to) + units;
                self.set(&mut from, name, 0);
                self.set(&mut to, name, there);
            }
            changed.extend([from, to]);
        }
        Ok(changed)
    }

    fn set(&mut self, level: &mut inventory_level::Model, name: QuantityName, quantity: i64) {
        let delta = levels::set(level, name, quantity, self.now);
        if delta == 0 {
            return;
        }
        self.ledger.push(inventory_adjustment::Model {
            id: self.app.next_id(),
            group_id: self.group,
            item_id: level.item_id,
            location_id: level.location_id,
            name: name.text().to_owned(),
            delta,
            quantity_after: quantity,
            reason: "movement".to_owned(),
            reference: None,
            document: None,
            created_at: self.now,
        });
    }
}

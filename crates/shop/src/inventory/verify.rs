//! Recomputes levels from the ledger and from reservations, and lists every difference.

use super::store::{self, verify};
use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, LocationId},
    inventory::inventory_level,
};
use souk_kernel::app::App;
use std::collections::{BTreeMap, BTreeSet};

/// Number of items checked together, in one snapshot of the database.
const BATCH: u64 = 500;

/// What a quantity is recomputed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiscrepancySource {
    /// From the ledger rows.
    Ledger,
    /// From reservations.
    Reservations,
}

/// A quantity of a level that differs from its recomputed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discrepancy {
    /// The item.
    pub item: InventoryItemId,
    /// The location.
    pub location: LocationId,
    /// The quantity, such as `available`.
    pub name: &'static str,
    /// The stored value.
    pub quantity: i64,
    /// The recomputed value.
    pub expected: i64,
    /// What the expected value was recomputed from.
    pub source: DiscrepancySource,
}

/// Units by state, in the order of [`STATES`].
type Units = [i64; STATES.len()];

/// The states that add up to `on_hand`, plus `incoming`.
const STATES: [&str; 7] = [
    "available",
    "reserved",
    "committed",
    "safety_stock",
    "damaged",
    "quality_control",
    "incoming",
];
const RESERVED: usize = 1;
const COMMITTED: usize = 2;
const INCOMING: usize = 6;

/// Differences in the levels of items with ids after `after`: at least the first `most`, if there
/// are that many, and always all differences of an item.
///
/// # Errors
///
/// When the database fails.
pub async fn verify_inventory(
    app: &App,
    after: InventoryItemId,
    most: usize,
) -> Result<Vec<Discrepancy>, DbErr> {
    let mut found = Vec::new();
    let mut after = after;
    loop {
        let snapshot = app.databases.inventory.snapshot().await?;
        let items = verify::items_after(&snapshot, after, BATCH).await?;
        let (Some(&first), Some(&last)) = (items.first(), items.last()) else {
            snapshot.rollback().await?;
            return Ok(found);
        };
        let levels = store::levels_of_items(&snapshot, &items).await?;
        let ledger = verify::ledger(&snapshot, first, last).await?;
        let reserved = verify::reserved(&snapshot, first, last).await?;
        snapshot.rollback().await?; // it was only read from
        let known: BTreeSet<InventoryItemId> = items.into_iter().collect();
        found.extend(compare(&known, &levels, &ledger, &reserved));
        if found.len() >= most {
            return Ok(up_to(found, most));
        }
        after = last;
    }
}

/// The first `most` differences, plus the remaining ones of the last item among them.
fn up_to(mut found: Vec<Discrepancy>, most: usize) -> Vec<Discrepancy> {
    let last = most.checked_sub(1).and_then(|last| found.get(last));
    let last = last.map_or(InventoryItemId(0), |discrepancy| discrepancy.item);
    found.retain(|discrepancy| discrepancy.item <= last);
    found
}

/// Stored and expected quantities of a level.
#[derive(Default)]
struct Compared {
    stored: Units,
    on_hand: i64,
    ledger: Units,
    /// Reserved and committed.
    reservations: [i64; 2],
}

fn compare(
    items: &BTreeSet<InventoryItemId>,
    levels: &[inventory_level::Model],
    ledger: &[verify::LedgerSum],
    reserved: &[verify::ReservedSum],
) -> Vec<Discrepancy> {
    let mut places: BTreeMap<(InventoryItemId, LocationId), Compared> = BTreeMap::new();
    for level in levels {
        let place = places
            .entry((level.item_id, level.location_id))
            .or_default();
        place.on_hand = level.on_hand;
        place.stored = [
            level.available,
            level.reserved,
            level.committed,
            level.safety_stock,
            level.damaged,
            level.quality_control,
            level.incoming,
        ];
    }
    // The ledger keeps the history of deleted items.
    for sum in ledger.iter().filter(|sum| items.contains(&sum.item_id)) {
        let place = places.entry((sum.item_id, sum.location_id)).or_default();
        // Setting the on-hand quantity changes the available one.
        let state = STATES.iter().position(|state| *state == sum.name);
        place.ledger[state.unwrap_or(0)] += sum.units;
    }
    for sum in reserved.iter().filter(|sum| items.contains(&sum.item_id)) {
        let place = places.entry((sum.item_id, sum.location_id)).or_default();
        place.reservations = [sum.reserved, sum.committed];
    }
    let places = places.into_iter();
    places
        .flat_map(|(at, compared)| compared.differences(at))
        .collect()
}

impl Compared {
    fn differences(&self, at: (InventoryItemId, LocationId)) -> Vec<Discrepancy> {
        let on_hand: i64 = self.stored[..INCOMING].iter().sum();
        let of_ledger = (0..STATES.len())
            .map(|state| (STATES[state], self.stored[state], self.ledger[state]))
            .chain([("on_hand", self.on_hand, on_hand)])
            .map(|quantity| (quantity, DiscrepancySource::Ledger));
        let of_reservations = [(RESERVED, 0), (COMMITTED, 1)]
            .map(|(state, sum)| (STATES[state], self.stored[state], self.reservations[sum]))
            .map(|quantity| (quantity, DiscrepancySource::Reservations));
        of_ledger
            .chain(of_reservations)
            .filter(|((_, stored, expected), _)| stored != expected)
            .map(|((name, quantity, expected), source)| Discrepancy {
                item: at.0,
                location: at.1,
                name,
                quantity,
                expected,
                source,
            })
            .collect()
    }
}

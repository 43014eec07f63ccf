//! Stock levels and the rows of the ledger: SQL only.

use crate::inventory::levels::{LevelKey, empty};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr,
    EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
    sea_query::{Condition, OnConflict},
};
use souk_entities::{
    Timestamp,
    ids::{InventoryItemId, LocationId},
    inventory::{
        inventory_adjustment,
        inventory_level::{Column, Entity, Model},
    },
};
use souk_kernel::rows;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of levels that one statement writes, each with at most twelve values: SQLite
/// allows 32,766 values.
const ROWS: usize = 1_000;
/// Maximum number of rows of the ledger that one statement writes, each with eleven values.
const LEDGER_ROWS: usize = 2_700;

/// The differences to apply to the quantities of a level. `on_hand` changes by their sum.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shift {
    /// Units that can be sold.
    pub(crate) available: i64,
    /// Units reserved for checkouts.
    pub(crate) reserved: i64,
    /// Units sold but not yet shipped.
    pub(crate) committed: i64,
    /// Units that must be available before the change; `None` if it does not matter.
    pub(crate) least: Option<i64>,
}

/// Shifts levels that exist and have the units that must be available, and returns them in no
/// particular order. Locks them by item and location.
pub(in crate::inventory) async fn shift_levels(
    txn: &DatabaseTransaction,
    shifts: &BTreeMap<LevelKey, Shift>,
    now: Timestamp,
) -> Result<Vec<Model>, DbErr> {
    let all: Vec<(&LevelKey, &Shift)> = shifts.iter().collect();
    let mut shifted = Vec::with_capacity(all.len());
    for chunk in all.chunks(ROWS) {
        let statement = update(txn.get_database_backend(), chunk, now);
        let rows = Entity::find().from_raw_sql(statement).all(txn).await?;
        if rows.len() < chunk.len() {
            return Ok(shifted); // the caller rolls back
        }
        shifted.extend(rows);
    }
    Ok(shifted)
}

/// Builds one statement for all levels. The inner query takes the locks, in the same order for all
/// callers; otherwise two transactions that change the same two levels could deadlock.
fn update(backend: DatabaseBackend, shifts: &[(&LevelKey, &Shift)], now: Timestamp) -> Statement {
    let mut values: Vec<Value> = vec![now.0.into()];
    let rows: Vec<String> = shifts
        .iter()
        .map(|(place, by)| {
            let least = by.least.unwrap_or(i64::MIN);
            let row = [
                place.0.0,
                place.1.0,
                by.available,
                by.reserved,
                by.committed,
                least,
            ];
            let columns = row.map(|value| {
                values.push(value.into());
                format!("CAST(${} AS BIGINT)", values.len())
            });
            format!("({})", columns.join(", "))
        })
        .collect();
    let lock = if backend == DatabaseBackend::Postgres {
        "FOR UPDATE OF held"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE inventory_level SET \
            available = available + by_available, \
            reserved = reserved + by_reserved, \
            committed = committed + by_committed, \
            on_hand = on_hand + by_available + by_reserved + by_committed, \
            updated_at = $1 \
        FROM (SELECT held.item_id AS of_item, held.location_id AS of_location, \
                given.column3 AS by_available, given.column4 AS by_reserved, \
                given.column5 AS by_committed, given.column6 AS least \
            FROM (VALUES {}) AS given \
            JOIN inventory_level held \
                ON held.item_id = given.column1 AND held.location_id = given.column2 \
            ORDER BY held.item_id, held.location_id {lock}) AS wanted \
        WHERE item_id = of_item AND location_id = of_location AND available >= least \
        RETURNING item_id, location_id, active, available, reserved, committed, on_hand, \
            incoming, safety_stock, damaged, quality_control, updated_at",
        rows.join(", ")
    );
    Statement::from_sql_and_values(backend, sql, values)
}

/// Inserts levels without units where there are none. Concurrent callers that need the same new
/// level wait for each other. Returns how many were inserted.
pub(crate) async fn insert_missing_levels(
    txn: &DatabaseTransaction,
    places: &BTreeSet<LevelKey>,
    now: Timestamp,
) -> Result<u64, DbErr> {
    let mut inserted = 0;
    let places: Vec<LevelKey> = places.iter().copied().collect();
    for places in places.chunks(ROWS) {
        let mut keep = OnConflict::columns([Column::ItemId, Column::LocationId]);
        keep.do_nothing();
        let levels = places.iter().map(|&(item, location)| {
            let level = empty(item, location, now);
            level.into_active_model().reset_all()
        });
        inserted += Entity::insert_many(levels)
            .on_conflict(keep)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(inserted)
}

/// Locks every level of `items` by item and location, which is the same order for all callers.
/// Missing levels must be inserted before, never after.
pub(crate) async fn lock_levels(
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
) -> Result<BTreeMap<LevelKey, Model>, DbErr> {
    let items: Vec<InventoryItemId> = items.iter().copied().collect();
    let mut levels = BTreeMap::new();
    for items in items.chunks(rows::KEYS) {
        let found = Entity::find()
            .filter(Column::ItemId.is_in(items.iter().copied()))
            .order_by_asc(Column::ItemId)
            .order_by_asc(Column::LocationId)
            .lock_exclusive()
            .all(txn)
            .await?;
        let found = found.into_iter();
        levels.extend(found.map(|row| ((row.item_id, row.location_id), row)));
    }
    Ok(levels)
}

/// Inserts levels, or replaces those at the same places, which the transaction has locked.
pub(in crate::inventory) async fn upsert_levels(
    txn: &DatabaseTransaction,
    levels: Vec<Model>,
) -> Result<(), DbErr> {
    rows::upsert::<Entity>(txn, levels).await
}

/// Deletes the levels of items.
pub(in crate::inventory) async fn delete_levels(
    txn: &DatabaseTransaction,
    items: &[InventoryItemId],
) -> Result<(), DbErr> {
    rows::delete::<Entity, _>(txn, Column::ItemId, items).await
}

/// A batch of levels at a location, by item, behind the item `after`.
pub(in crate::inventory) async fn levels_at_location(
    db: &impl ConnectionTrait,
    location: LocationId,
    after: InventoryItemId,
    most: u64,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::LocationId.eq(location))
        .filter(Column::ItemId.gt(after))
        .order_by_asc(Column::ItemId)
        .limit(most)
        .all(db)
        .await
}

/// The levels of items that have reserved or committed units.
pub(in crate::inventory) async fn promised_levels(
    db: &impl ConnectionTrait,
    items: &[InventoryItemId],
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::ItemId.is_in(items.iter().copied()))
        .filter(
            Condition::any()
                .add(Column::Reserved.gt(0))
                .add(Column::Committed.gt(0)),
        )
        .all(db)
        .await
}

/// Inserts rows of the ledger.
pub(in crate::inventory) async fn insert_adjustments(
    txn: &DatabaseTransaction,
    adjustments: &[inventory_adjustment::Model],
) -> Result<(), DbErr> {
    for rows in adjustments.chunks(LEDGER_ROWS) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        inventory_adjustment::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

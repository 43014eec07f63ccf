//! Guarded changes of stock levels, with their ledger rows.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr,
    EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Statement,
    Value, sea_query::OnConflict,
};
use souk_entities::{
    Timestamp,
    ids::{AdjustmentGroupId, InventoryItemId, LocationId, ProductId},
    inventory::{inventory_adjustment, inventory_level, variant_item},
};
use souk_kernel::{app::App, events::Event};
use std::collections::{BTreeMap, BTreeSet};

/// An item at a location.
pub(in crate::inventory) type Place = (InventoryItemId, LocationId);

/// Maximum number of rows that one statement writes, each with at most ten values: SQLite allows
/// 32,766 values.
const ROWS: usize = 1_000;

/// The differences to apply to the quantities of a level. `on_hand` changes by their sum.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::inventory) struct Change {
    /// Units that can be sold.
    pub(in crate::inventory) available: i64,
    /// Units reserved for checkouts.
    pub(in crate::inventory) reserved: i64,
    /// Units sold but not yet shipped.
    pub(in crate::inventory) committed: i64,
    /// Units that must be available before the change; `None` if it does not matter.
    pub(in crate::inventory) least: Option<i64>,
}

/// A level after a change.
#[derive(Clone, Copy, Debug, FromQueryResult)]
struct Changed {
    item_id: InventoryItemId,
    location_id: LocationId,
    available: i64,
    reserved: i64,
    committed: i64,
}

/// Why levels change, as recorded in the ledger.
#[derive(Clone, Copy, Debug)]
pub(in crate::inventory) struct Cause<'a> {
    /// Reason, such as `reserved`.
    pub(in crate::inventory) reason: &'static str,
    /// Global id of the object that caused the change.
    pub(in crate::inventory) reference: &'a str,
}

/// Changes levels and writes the ledger. Returns `false` if a level does not exist or has fewer
/// units than the change needs; some levels may then have been changed, so the transaction must be
/// rolled back.
pub(in crate::inventory) async fn change(
    app: &App,
    txn: &DatabaseTransaction,
    changes: &BTreeMap<Place, Change>,
    cause: Cause<'_>,
) -> Result<bool, DbErr> {
    let now = app.clock.now();
    let mut changed: Vec<Changed> = Vec::with_capacity(changes.len());
    let all: Vec<(&Place, &Change)> = changes.iter().collect();
    for chunk in all.chunks(ROWS) {
        let statement = update(txn.get_database_backend(), chunk, now);
        let rows = Changed::find_by_statement(statement).all(txn).await?;
        if rows.len() < chunk.len() {
            return Ok(false);
        }
        changed.extend(rows);
    }
    changed.sort_by_key(|row| (row.item_id, row.location_id));
    let group: AdjustmentGroupId = app.next_id();
    let mut ledger = Vec::with_capacity(2 * changed.len());
    for row in changed {
        let by = changes[&(row.item_id, row.location_id)];
        for (name, delta, quantity_after) in [
            ("available", by.available, row.available),
            ("reserved", by.reserved, row.reserved),
            ("committed", by.committed, row.committed),
        ] {
            if delta == 0 {
                continue;
            }
            ledger.push(inventory_adjustment::Model {
                id: app.next_id(),
                group_id: group,
                item_id: row.item_id,
                location_id: row.location_id,
                name: name.to_owned(),
                delta,
                quantity_after,
                reason: cause.reason.to_owned(),
                reference: Some(cause.reference.to_owned()),
                document: None,
                created_at: now,
            });
        }
    }
    for rows in ledger.chunks(ROWS) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        inventory_adjustment::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(true)
}

/// Builds one statement for all levels. The inner query takes the locks, in the same order for all
/// callers; otherwise two transactions that change the same two levels could deadlock.
fn update(backend: DatabaseBackend, changes: &[(&Place, &Change)], now: Timestamp) -> Statement {
    let mut values: Vec<Value> = vec![now.0.into()];
    let rows: Vec<String> = changes
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
        RETURNING item_id, location_id, available, reserved, committed",
        rows.join(", ")
    );
    Statement::from_sql_and_values(backend, sql, values)
}

/// Creates missing levels with no units, for items that are oversold at a place.
pub(in crate::inventory) async fn make(
    txn: &DatabaseTransaction,
    places: &[Place],
    now: Timestamp,
) -> Result<(), DbErr> {
    use inventory_level::{Column, Entity};
    for places in places.chunks(ROWS) {
        let mut keep = OnConflict::columns([Column::ItemId, Column::LocationId]);
        keep.do_nothing();
        let levels = places
            .iter()
            .map(|&(item, location)| inventory_level::ActiveModel {
                item_id: Set(item),
                location_id: Set(location),
                active: Set(true),
                available: Set(0),
                reserved: Set(0),
                committed: Set(0),
                on_hand: Set(0),
                incoming: Set(0),
                safety_stock: Set(0),
                damaged: Set(0),
                quality_control: Set(0),
                updated_at: Set(now),
            });
        Entity::insert_many(levels)
            .on_conflict(keep)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// Locks all levels of items, in the same order for all callers.
pub(in crate::inventory) async fn lock(
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
) -> Result<(), DbErr> {
    use inventory_level::{Column, Entity};
    let items: Vec<InventoryItemId> = items.iter().copied().collect();
    for items in items.chunks(ROWS) {
        let query = Entity::find().select_only().column(Column::ItemId);
        let _: Vec<InventoryItemId> = query
            .filter(Column::ItemId.is_in(items.iter().copied()))
            .order_by_asc(Column::ItemId)
            .order_by_asc(Column::LocationId)
            .lock_exclusive()
            .into_tuple()
            .all(txn)
            .await?;
    }
    Ok(())
}

/// Publishes that stock changed for the products whose variants use these items.
pub(in crate::inventory) async fn tell(
    app: &App,
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
) -> Result<(), DbErr> {
    let items: Vec<InventoryItemId> = items.iter().copied().collect();
    let mut products: BTreeSet<ProductId> = BTreeSet::new();
    for items in items.chunks(ROWS) {
        let query = variant_item::Entity::find().select_only().distinct();
        let found: Vec<ProductId> = query
            .column(variant_item::Column::ProductId)
            .filter(variant_item::Column::ItemId.is_in(items.iter().copied()))
            .into_tuple()
            .all(txn)
            .await?;
        products.extend(found);
    }
    let events: Vec<Event> = products
        .into_iter()
        .map(|product| Event::StockChanged { product })
        .collect();
    app.publish(txn, &events).await
}

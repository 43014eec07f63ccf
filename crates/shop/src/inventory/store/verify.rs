//! Expected levels: sums of the ledger and of reservations.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use souk_entities::ids::{InventoryItemId, LocationId};

/// Sum of the ledger for one state of a level.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::inventory) struct LedgerSum {
    /// The item.
    pub(in crate::inventory) item_id: InventoryItemId,
    /// The location.
    pub(in crate::inventory) location_id: LocationId,
    /// The state, as named in the ledger.
    pub(in crate::inventory) name: String,
    /// Units.
    pub(in crate::inventory) units: i64,
}

/// Units of an item at a location according to reservations.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::inventory) struct ReservedSum {
    /// The item.
    pub(in crate::inventory) item_id: InventoryItemId,
    /// The location.
    pub(in crate::inventory) location_id: LocationId,
    /// Units reserved for checkouts.
    pub(in crate::inventory) reserved: i64,
    /// Units sold but not yet shipped.
    pub(in crate::inventory) committed: i64,
}

/// Items with ids after `after`, including those that have only levels. Index: the primary keys.
pub(in crate::inventory) async fn items_after(
    db: &impl ConnectionTrait,
    after: InventoryItemId,
    most: u64,
) -> Result<Vec<InventoryItemId>, DbErr> {
    let sql = "SELECT id FROM inventory_item WHERE id > $1 \
        UNION SELECT item_id FROM inventory_level WHERE item_id > $1 \
        ORDER BY 1 LIMIT $2";
    let values: [Value; 2] = [
        after.0.into(),
        i64::try_from(most).unwrap_or(i64::MAX).into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Sums of the ledger for items from `first` to `last`. Index: `inventory_adjustment_by_level`.
pub(in crate::inventory) async fn ledger(
    db: &impl ConnectionTrait,
    first: InventoryItemId,
    last: InventoryItemId,
) -> Result<Vec<LedgerSum>, DbErr> {
    let sql = "SELECT item_id, location_id, name, CAST(SUM(delta) AS BIGINT) AS units \
        FROM inventory_adjustment WHERE item_id BETWEEN $1 AND $2 \
        GROUP BY item_id, location_id, name";
    let values: [Value; 2] = [first.0.into(), last.0.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    LedgerSum::find_by_statement(statement).all(db).await
}

/// Sums of the reservations for items from `first` to `last`. Index: `reservation_line_by_item`.
pub(in crate::inventory) async fn reserved(
    db: &impl ConnectionTrait,
    first: InventoryItemId,
    last: InventoryItemId,
) -> Result<Vec<ReservedSum>, DbErr> {
    let sql = "SELECT line.item_id, line.location_id, \
            CAST(SUM(CASE WHEN held.state IN ('HELD', 'PINNED') \
                THEN line.units ELSE 0 END) AS BIGINT) AS reserved, \
            CAST(SUM(CASE WHEN held.state = 'COMMITTED' \
                THEN line.units - line.sent - line.given_back ELSE 0 END) AS BIGINT) AS committed \
        FROM reservation_line line \
        JOIN reservation held ON held.id = line.reservation_id \
        WHERE line.item_id BETWEEN $1 AND $2 AND line.counted \
            AND line.location_id IS NOT NULL \
        GROUP BY line.item_id, line.location_id";
    let values: [Value; 2] = [first.0.into(), last.0.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    ReservedSum::find_by_statement(statement).all(db).await
}

//! Reservations and their lines.

use super::placeholders;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, Order, QueryFilter, QueryOrder, QuerySelect, Statement, Value,
    sea_query::{Condition, Expr, LockBehavior, LockType, OnConflict, Query},
};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, ChannelId, InventoryItemId, LocationId, ProductId, ReservationId, VariantId},
    inventory::{
        reservation::{self, Column, Entity, ReservationState},
        reservation_line, stock_operation,
        variant_item::InventoryPolicy,
    },
};
use souk_kernel::pagination::RequestedPage;

/// Maximum number of line rows that one statement writes, each with twelve values.
const ROWS: usize = 1_000;

/// An item that a variant uses, at one of the locations that may serve it.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::inventory) struct Need {
    /// The variant.
    pub(in crate::inventory) variant_id: VariantId,
    /// Its product.
    pub(in crate::inventory) product_id: ProductId,
    /// The item.
    pub(in crate::inventory) item_id: InventoryItemId,
    /// Units of the item per unit of the variant.
    pub(in crate::inventory) units: i32,
    /// Whether the variant is sold when out of stock.
    pub(in crate::inventory) policy: InventoryPolicy,
    /// Whether the item is tracked.
    pub(in crate::inventory) tracked: bool,
    /// 1 if variants of other products use the item too.
    pub(in crate::inventory) shared: i32,
    /// A location; `None` if none may serve.
    pub(in crate::inventory) location_id: Option<LocationId>,
    /// Units that can be sold there; `None` if the item is not stocked there.
    pub(in crate::inventory) available: Option<i64>,
}

/// Locations that ship orders of the channel `$1`, with their priority.
const SENDING: &str = "SELECT location.id, COALESCE(listed.priority, 0) AS priority FROM location \
    LEFT JOIN channel_location listed \
        ON listed.location_id = location.id AND listed.channel_id = $1 \
    WHERE location.active AND location.fulfills_online_orders \
    AND (listed.channel_id IS NOT NULL \
        OR NOT EXISTS (SELECT 1 FROM channel_location WHERE channel_id = $1))";

/// The location `$1`, if it is active and offers pickup.
const PICKUP: &str = "SELECT location.id, 0 AS priority FROM location \
    WHERE location.id = $1 AND location.active AND location.pickup IS NOT NULL";

/// The items that `variants` use at the locations that may serve them, by priority.
pub(in crate::inventory) async fn needs(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    pickup_at: Option<LocationId>,
    variants: &[VariantId],
) -> Result<Vec<Need>, DbErr> {
    let (places, of) = match pickup_at {
        Some(location) => (PICKUP, location.0),
        None => (SENDING, channel.0),
    };
    let mut found = Vec::new();
    for variants in variants.chunks(500) {
        let keys = placeholders(2, variants.len());
        let sql = format!(
            "WITH place AS ({places}) \
            SELECT needed.variant_id, needed.product_id, needed.item_id, needed.units, \
                needed.policy, item.tracked, place.id AS location_id, level.available, \
                CASE WHEN EXISTS (SELECT 1 FROM variant_item other \
                    WHERE other.item_id = needed.item_id \
                    AND other.product_id <> needed.product_id) THEN 1 ELSE 0 END AS shared \
            FROM variant_item needed \
            JOIN inventory_item item ON item.id = needed.item_id \
            LEFT JOIN place ON TRUE \
            LEFT JOIN inventory_level level ON level.item_id = needed.item_id \
                AND level.location_id = place.id AND level.active \
            WHERE needed.variant_id IN ({keys}) \
            ORDER BY place.priority, place.id, needed.variant_id, needed.item_id"
        );
        let values = std::iter::once(of).chain(variants.iter().map(|id| id.0));
        let values: Vec<Value> = values.map(Value::from).collect();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        found.extend(Need::find_by_statement(statement).all(db).await?);
    }
    Ok(found)
}

/// Creates the reservation of an attempt; returns `false` if there already is one.
pub(in crate::inventory) async fn insert_reservation(
    txn: &DatabaseTransaction,
    row: reservation::Model,
) -> Result<bool, DbErr> {
    let mut keep = OnConflict::column(Column::AttemptId);
    keep.do_nothing();
    let made = Entity::insert(row.into_active_model())
        .on_conflict(keep)
        .exec_without_returning(txn)
        .await?;
    Ok(made > 0)
}

/// Writes the lines of a new reservation.
pub(in crate::inventory) async fn insert_lines(
    txn: &DatabaseTransaction,
    lines: &[reservation_line::Model],
) -> Result<(), DbErr> {
    for lines in lines.chunks(ROWS) {
        let rows = lines
            .iter()
            .cloned()
            .map(IntoActiveModel::into_active_model);
        reservation_line::Entity::insert_many(rows)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// Writes new and changed lines.
pub(in crate::inventory) async fn upsert_lines(
    txn: &DatabaseTransaction,
    lines: &[reservation_line::Model],
) -> Result<(), DbErr> {
    use reservation_line::Column::{GivenBack, Position, ReservationId, Returned, Sent, Units};
    for lines in lines.chunks(ROWS) {
        let rows = lines
            .iter()
            .cloned()
            .map(IntoActiveModel::into_active_model);
        let mut replace = OnConflict::columns([ReservationId, Position]);
        replace.update_columns([Units, Sent, GivenBack, Returned]);
        reservation_line::Entity::insert_many(rows)
            .on_conflict(replace)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// The reservation of an attempt. Index: the unique one.
pub(in crate::inventory) async fn of_attempt(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<reservation::Model>, DbErr> {
    let query = Entity::find().filter(Column::AttemptId.eq(attempt));
    query.one(db).await
}

/// The reservation with this id.
pub(in crate::inventory) async fn by_id(
    db: &impl ConnectionTrait,
    id: ReservationId,
) -> Result<Option<reservation::Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Reservations by id, forwards or backwards from the cursor; one more than the page needs. Index:
/// the primary key, `reservation_line_by_item`.
pub(in crate::inventory) async fn page(
    db: &impl ConnectionTrait,
    state: Option<ReservationState>,
    item: Option<InventoryItemId>,
    page: &RequestedPage<ReservationId>,
) -> Result<Vec<reservation::Model>, DbErr> {
    let mut query = Entity::find();
    if let Some(state) = state {
        query = query.filter(Column::State.eq(state));
    }
    if let Some(item) = item {
        let holding = Query::select()
            .column(reservation_line::Column::ReservationId)
            .from(reservation_line::Entity)
            .and_where(reservation_line::Column::ItemId.eq(item))
            .take();
        query = query.filter(Column::Id.in_subquery(holding));
    }
    if let Some(cursor) = page.cursor {
        query = query.filter(if page.backward {
            Column::Id.lt(cursor)
        } else {
            Column::Id.gt(cursor)
        });
    }
    let order = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    query
        .order_by(Column::Id, order)
        .limit(page.size + 1)
        .all(db)
        .await
}

/// Lines of reservations, in line order. Index: the primary key.
pub(in crate::inventory) async fn lines_of(
    db: &impl ConnectionTrait,
    reservations: &[ReservationId],
) -> Result<Vec<reservation_line::Model>, DbErr> {
    use reservation_line::Column::{Position, ReservationId};
    let mut found = Vec::new();
    for reservations in reservations.chunks(ROWS) {
        let lines = reservation_line::Entity::find()
            .filter(ReservationId.is_in(reservations.iter().copied()))
            .order_by_asc(ReservationId)
            .order_by_asc(Position)
            .all(db)
            .await?;
        found.extend(lines);
    }
    Ok(found)
}

/// Changes the state of the reservations selected by `which` from one of `from` to `to`; returns
/// their ids.
pub(in crate::inventory) async fn change_state(
    db: &impl ConnectionTrait,
    which: Condition,
    from: &[ReservationState],
    to: ReservationState,
    now: Timestamp,
) -> Result<Vec<ReservationId>, DbErr> {
    let rows = Entity::update_many()
        .col_expr(Column::State, Expr::value(to))
        .col_expr(Column::UpdatedAt, Expr::value(now.0))
        .filter(which)
        .filter(Column::State.is_in(from.iter().copied()))
        .exec_with_returning(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Locks reservations that have expired but are still held, oldest first. Skips those that another
/// process is about to release. Index: `reservation_by_state`.
pub(in crate::inventory) async fn lock_expired(
    txn: &DatabaseTransaction,
    now: Timestamp,
    most: u64,
) -> Result<Vec<ReservationId>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.eq(ReservationState::Held))
        .filter(Column::ExpiresAt.lte(now))
        .order_by_asc(Column::ExpiresAt)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_tuple()
        .all(txn)
        .await
}

/// Records the key of a change to sold stock; returns `false` if it was recorded before.
pub(in crate::inventory) async fn insert_key(
    txn: &DatabaseTransaction,
    key: &str,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let mut keep = OnConflict::column(stock_operation::Column::Key);
    keep.do_nothing();
    let row = stock_operation::ActiveModel {
        key: Set(key.to_owned()),
        created_at: Set(now),
    };
    let made = stock_operation::Entity::insert(row)
        .on_conflict(keep)
        .exec_without_returning(txn)
        .await?;
    Ok(made > 0)
}

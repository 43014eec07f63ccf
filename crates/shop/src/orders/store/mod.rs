//! SQL statements of orders, and nothing else.

mod changes;
mod listing;
mod mails;
mod operations;

pub(super) use changes::{OrderChanges, save_changes};
pub use listing::{OrderCursor, OrderFilter, OrderSort};
pub(super) use listing::{count, page, timeline};
pub(super) use mails::{claim_mail, queue_mail, settle_mail};
pub(super) use operations::{
    claim_operation, end_operation, operation_by_key, operation_of_transaction, operations_before,
    postpone_operation,
};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    ModelTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use souk_entities::{
    ids::{AttemptId, FulfillmentId, FulfillmentOrderId, OrderId},
    orders::{
        fulfillment, fulfillment_order, fulfillment_order_line, order, order_line, order_number,
        refund,
    },
};

/// Inserts a small number of rows in one statement.
pub(super) async fn insert<M, E>(db: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), DbErr>
where
    M: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
    E: EntityTrait<Model = M>,
{
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows
        .into_iter()
        .map(|row| row.into_active_model().reset_all());
    E::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// Assigns the next order number. Others wait for it until the transaction ends, so no number is
/// lost.
pub(super) async fn next_number(txn: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let rows = order_number::Entity::update_many()
        .col_expr(order_number::Column::Last, order_number::COLUMN.last.add(1))
        .filter(order_number::COLUMN.id.eq(1))
        .exec_with_returning(txn)
        .await?;
    let row = rows.into_iter().next();
    row.map(|row| row.last)
        .ok_or_else(|| DbErr::RecordNotFound("order_number".to_owned()))
}

/// Inserts a new order; returns `false` if its attempt already has one.
pub(super) async fn insert_order(
    txn: &impl ConnectionTrait,
    row: order::Model,
) -> Result<bool, DbErr> {
    let conflict = OnConflict::column(order::Column::AttemptId)
        .do_nothing()
        .to_owned();
    let written = order::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(written == 1)
}

/// The order of a checkout attempt.
pub(super) async fn order_of_attempt(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<order::Model>, DbErr> {
    order::Entity::find()
        .filter(order::COLUMN.attempt_id.eq(attempt))
        .one(db)
        .await
}

/// The order whose secret has this digest.
pub(super) async fn order_by_status_key(
    db: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<order::Model>, DbErr> {
    order::Entity::find()
        .filter(order::COLUMN.status_key.eq(digest))
        .one(db)
        .await
}

/// Locks an order until the transaction ends, so that two changes to one order wait for each other.
/// SQLite needs no row lock, because its transaction locks the whole database.
pub(super) async fn lock(
    txn: &impl ConnectionTrait,
    id: OrderId,
) -> Result<Option<order::Model>, DbErr> {
    order::Entity::find_by_id(id)
        .lock_exclusive()
        .one(txn)
        .await
}

/// Orders by id.
pub(super) async fn orders(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<order::Model>, DbErr> {
    order::Entity::find()
        .filter(order::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await
}

/// Lines of orders, in line order. Index: `order_line_by_order`.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<order_line::Model>, DbErr> {
    order_line::Entity::find()
        .filter(order_line::Column::OrderId.is_in(ids.iter().copied()))
        .order_by_asc(order_line::Column::Position)
        .all(db)
        .await
}

/// Fulfillment orders of orders, oldest first. Index: `fulfillment_order_by_order`.
pub(super) async fn fulfillment_orders(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<fulfillment_order::Model>, DbErr> {
    fulfillment_order::Entity::find()
        .filter(fulfillment_order::Column::OrderId.is_in(ids.iter().copied()))
        .order_by_asc(fulfillment_order::Column::Id)
        .all(db)
        .await
}

/// Lines of the fulfillment orders of orders. Index: `fulfillment_order_line_by_order`.
pub(super) async fn fulfillment_order_lines(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<fulfillment_order_line::Model>, DbErr> {
    fulfillment_order_line::Entity::find()
        .filter(fulfillment_order_line::Column::OrderId.is_in(ids.iter().copied()))
        .order_by_asc(fulfillment_order_line::Column::Id)
        .all(db)
        .await
}

/// Fulfillments of orders, oldest first. Index: `fulfillment_by_order`.
pub(super) async fn fulfillments(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<fulfillment::Model>, DbErr> {
    fulfillment::Entity::find()
        .filter(fulfillment::Column::OrderId.is_in(ids.iter().copied()))
        .order_by_asc(fulfillment::Column::Number)
        .all(db)
        .await
}

/// Refunds of orders, oldest first. Index: `refund_by_order`.
pub(super) async fn refunds(
    db: &impl ConnectionTrait,
    ids: &[OrderId],
) -> Result<Vec<refund::Model>, DbErr> {
    refund::Entity::find()
        .filter(refund::Column::OrderId.is_in(ids.iter().copied()))
        .order_by_asc(refund::Column::Id)
        .all(db)
        .await
}

/// The order that a fulfillment order belongs to.
pub(super) async fn order_of_fulfillment_order(
    db: &impl ConnectionTrait,
    id: FulfillmentOrderId,
) -> Result<Option<OrderId>, DbErr> {
    let found = fulfillment_order::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|row| row.order_id))
}

/// The order that a fulfillment belongs to.
pub(super) async fn order_of_fulfillment(
    db: &impl ConnectionTrait,
    id: FulfillmentId,
) -> Result<Option<OrderId>, DbErr> {
    let found = fulfillment::Entity::find_by_id(id).one(db).await?;
    Ok(found.map(|row| row.order_id))
}

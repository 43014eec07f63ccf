//! SQL statements of operations.

use crate::payments::Transaction;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query, SubQueryStatement},
};
use souk_entities::{
    Timestamp,
    ids::{OperationId, OrderId},
    orders::order_operation::{self, OperationState},
};

/// The operation with this key.
pub(in crate::orders) async fn operation_by_key(
    db: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<order_operation::Model>, DbErr> {
    order_operation::Entity::find()
        .filter(order_operation::COLUMN.key.eq(key))
        .one(db)
        .await
}

/// The operation that a transaction belongs to: its key is that of the operation with the id of the
/// parent behind it.
pub(in crate::orders) async fn operation_of_transaction(
    db: &impl ConnectionTrait,
    row: &Transaction,
) -> Result<Option<order_operation::Model>, DbErr> {
    let parent = row.parent_id.map(|parent| format!(":{}", parent.0));
    let key = parent.and_then(|parent| row.idempotency_key.strip_suffix(&parent));
    match key {
        Some(key) => operation_by_key(db, key).await,
        None => Ok(None),
    }
}

/// Unfinished operations on an order that are older than the given one, oldest first.
pub(in crate::orders) async fn operations_before(
    db: &impl ConnectionTrait,
    order: OrderId,
    id: OperationId,
) -> Result<Vec<order_operation::Model>, DbErr> {
    order_operation::Entity::find()
        .filter(order_operation::COLUMN.state.eq(OperationState::Pending))
        .filter(order_operation::COLUMN.order_id.eq(order))
        .filter(order_operation::COLUMN.id.lt(id))
        .order_by_asc(order_operation::Column::Id)
        .all(db)
        .await
}

/// Claims the operation that nobody has worked on for longest until `lease`. No two callers get the
/// same one, and neither waits for the other. Index: `order_operation_by_state`.
pub(in crate::orders) async fn claim_operation(
    db: &impl ConnectionTrait,
    now: Timestamp,
    lease: Timestamp,
) -> Result<Option<order_operation::Model>, DbErr> {
    // Compared by `=`, because PostgreSQL may run a subquery of `IN` more than once and claim more.
    let free = Query::select()
        .column(order_operation::Column::Id)
        .from(order_operation::Entity)
        .and_where(Expr::col(order_operation::Column::State).eq(OperationState::Pending))
        .and_where(Expr::col(order_operation::Column::LeasedUntil).lte(now))
        .order_by(order_operation::Column::LeasedUntil, sea_orm::Order::Asc)
        .order_by(order_operation::Column::Id, sea_orm::Order::Asc)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take();
    let free = Box::new(SubQueryStatement::SelectStatement(free));
    let mut claimed = order_operation::Entity::update_many()
        .col_expr(order_operation::Column::LeasedUntil, Expr::value(lease))
        .filter(Expr::col(order_operation::Column::Id).eq(Expr::SubQuery(None, free)))
        .filter(order_operation::COLUMN.state.eq(OperationState::Pending))
        .filter(order_operation::Column::LeasedUntil.lte(now))
        .exec_with_returning(db)
        .await?;
    Ok(claimed.pop())
}

/// Ends the lease of an unfinished operation at this instant.
pub(in crate::orders) async fn postpone_operation(
    db: &impl ConnectionTrait,
    id: OperationId,
    until: Timestamp,
) -> Result<(), DbErr> {
    order_operation::Entity::update_many()
        .col_expr(order_operation::Column::LeasedUntil, Expr::value(until))
        .filter(order_operation::COLUMN.id.eq(id))
        .filter(order_operation::COLUMN.state.eq(OperationState::Pending))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends an operation; returns `false` if it had already ended.
pub(in crate::orders) async fn end_operation(
    db: &impl ConnectionTrait,
    id: OperationId,
    state: OperationState,
    failure: Option<&str>,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let ended = order_operation::Entity::update_many()
        .col_expr(order_operation::Column::State, Expr::value(state))
        .col_expr(
            order_operation::Column::Failure,
            Expr::value(failure.map(str::to_owned)),
        )
        .col_expr(order_operation::Column::UpdatedAt, Expr::value(now))
        .filter(order_operation::COLUMN.id.eq(id))
        .filter(order_operation::COLUMN.state.eq(OperationState::Pending))
        .exec(db)
        .await?;
    Ok(ended.rows_affected == 1)
}

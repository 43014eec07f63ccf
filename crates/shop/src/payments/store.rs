//! SQL queries of payments, and nothing else.

use super::{IdempotencyKey, ProviderEvent, ProviderReference, TransactionKind, TransactionStatus};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
    orders::{payment_transaction as transaction, provider_event as event},
};

const KEYS: usize = 500;

/// Writes transactions whose keys are new; returns how many there were.
pub(super) async fn insert_transactions(
    txn: &impl ConnectionTrait,
    rows: Vec<transaction::Model>,
) -> Result<u64, DbErr> {
    if rows.is_empty() {
        return Ok(0);
    }
    let no_second = OnConflict::column(transaction::Column::IdempotencyKey)
        .do_nothing()
        .to_owned();
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    transaction::Entity::insert_many(rows)
        .on_conflict(no_second)
        .exec_without_returning(txn)
        .await
}

/// The transaction with this key.
pub(super) async fn by_key(
    db: &impl ConnectionTrait,
    key: &IdempotencyKey,
) -> Result<Option<transaction::Model>, DbErr> {
    transaction::Entity::find()
        .filter(transaction::COLUMN.idempotency_key.eq(&key.0))
        .one(db)
        .await
}

/// One transaction.
pub(super) async fn by_id(
    db: &impl ConnectionTrait,
    id: PaymentTransactionId,
) -> Result<Option<transaction::Model>, DbErr> {
    transaction::Entity::find_by_id(id).one(db).await
}

/// Locks a transaction until the caller's database transaction ends. SQLite needs no row lock.
pub(super) async fn lock(
    txn: &impl ConnectionTrait,
    id: PaymentTransactionId,
) -> Result<Option<transaction::Model>, DbErr> {
    transaction::Entity::find_by_id(id)
        .lock_exclusive()
        .one(txn)
        .await
}

/// Transactions of orders, oldest first. Index: `payment_transaction_by_order`.
pub(super) async fn by_orders(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> Result<Vec<transaction::Model>, DbErr> {
    let mut found = Vec::new();
    for orders in orders.chunks(KEYS) {
        let query = transaction::Entity::find()
            .filter(transaction::Column::OrderId.is_in(orders.iter().copied()))
            .order_by_asc(transaction::Column::Id);
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Transactions of attempts, oldest first. Index: `payment_transaction_by_attempt`.
pub(super) async fn by_attempts(
    db: &impl ConnectionTrait,
    attempts: &[AttemptId],
) -> Result<Vec<transaction::Model>, DbErr> {
    let mut found = Vec::new();
    for attempts in attempts.chunks(KEYS) {
        let query = transaction::Entity::find()
            .filter(transaction::Column::AttemptId.is_in(attempts.iter().copied()))
            .order_by_asc(transaction::Column::Id);
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Transactions on objects of a provider, oldest first. Index: `payment_transaction_by_reference`.
pub(super) async fn by_references(
    db: &impl ConnectionTrait,
    provider: &str,
    references: &[ProviderReference],
) -> Result<Vec<transaction::Model>, DbErr> {
    let mut found = Vec::new();
    for references in references.chunks(KEYS) {
        let names = references.iter().map(|reference| reference.0.clone());
        let query = transaction::Entity::find()
            .filter(transaction::COLUMN.provider.eq(provider))
            .filter(transaction::Column::ProviderReference.is_in(names))
            .order_by_asc(transaction::Column::Id);
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Transactions in one of `statuses` made before `before`, oldest first, at most `most` after the
/// id `after`. Index: `payment_transaction_by_status`.
pub(super) async fn in_status(
    db: &impl ConnectionTrait,
    statuses: &[TransactionStatus],
    after: PaymentTransactionId,
    before: Timestamp,
    most: u64,
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::find()
        .filter(transaction::Column::Status.is_in(statuses.iter().copied()))
        .filter(transaction::COLUMN.id.gt(after))
        .filter(transaction::Column::CreatedAt.lt(before))
        .order_by_asc(transaction::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Successful payments made from `since` until `until`, at most `most` after the id `after`.
pub(super) async fn paid_between(
    db: &impl ConnectionTrait,
    provider: &str,
    since: Timestamp,
    until: Timestamp,
    after: PaymentTransactionId,
    most: u64,
) -> Result<Vec<transaction::Model>, DbErr> {
    let payments = [TransactionKind::Authorization, TransactionKind::Sale];
    transaction::Entity::find()
        .filter(transaction::COLUMN.status.eq(TransactionStatus::Success))
        .filter(transaction::Column::Kind.is_in(payments))
        .filter(transaction::COLUMN.provider.eq(provider))
        .filter(transaction::Column::CreatedAt.gte(since))
        .filter(transaction::Column::CreatedAt.lt(until))
        .filter(transaction::COLUMN.id.gt(after))
        .order_by_asc(transaction::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Claims `amount` of a successful transaction if that much is left; returns whether it did.
pub(super) async fn claim(
    txn: &impl ConnectionTrait,
    parent: PaymentTransactionId,
    amount: i64,
) -> Result<bool, DbErr> {
    let claimed = Expr::col(transaction::Column::Claimed).add(amount);
    let taken = transaction::Entity::update_many()
        .col_expr(transaction::Column::Claimed, claimed.clone())
        .filter(transaction::COLUMN.id.eq(parent))
        .filter(transaction::COLUMN.status.eq(TransactionStatus::Success))
        .filter(claimed.lte(Expr::col(transaction::Column::Amount)))
        .exec(txn)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Releases a claim of `amount` on a transaction.
pub(super) async fn unclaim(
    txn: &impl ConnectionTrait,
    parent: PaymentTransactionId,
    amount: i64,
) -> Result<bool, DbErr> {
    let claimed = Expr::col(transaction::Column::Claimed).sub(amount);
    let given_back = transaction::Entity::update_many()
        .col_expr(transaction::Column::Claimed, claimed)
        .filter(transaction::COLUMN.id.eq(parent))
        .filter(transaction::COLUMN.claimed.gte(amount))
        .exec(txn)
        .await?;
    Ok(given_back.rows_affected == 1)
}

/// A status change of a transaction.
pub(super) struct Step<'a> {
    pub(super) from: TransactionStatus,
    pub(super) to: TransactionStatus,
    pub(super) reference: Option<&'a ProviderReference>,
    pub(super) error_code: Option<String>,
    /// When the outcome became known; `None` while it is open.
    pub(super) processed_at: Option<Timestamp>,
}

/// Changes the status of a transaction unless somebody else did; returns whether it did.
pub(super) async fn step(
    txn: &impl ConnectionTrait,
    id: PaymentTransactionId,
    step: Step<'_>,
) -> Result<bool, DbErr> {
    let mut row = transaction::ActiveModel {
        status: Set(step.to),
        error_code: Set(step.error_code),
        processed_at: Set(step.processed_at),
        ..Default::default()
    };
    if let Some(reference) = step.reference {
        row.provider_reference = Set(Some(reference.0.clone()));
    }
    let moved = transaction::Entity::update_many()
        .set(row)
        .filter(transaction::COLUMN.id.eq(id))
        .filter(transaction::COLUMN.status.eq(step.from))
        .exec(txn)
        .await?;
    Ok(moved.rows_affected == 1)
}

/// Stores the provider's object if none is stored yet; returns whether it did.
pub(super) async fn set_reference(
    txn: &impl ConnectionTrait,
    id: PaymentTransactionId,
    reference: &ProviderReference,
) -> Result<bool, DbErr> {
    let noted = transaction::Entity::update_many()
        .col_expr(
            transaction::Column::ProviderReference,
            Expr::value(reference.0.clone()),
        )
        .filter(transaction::COLUMN.id.eq(id))
        .filter(transaction::Column::ProviderReference.is_null())
        .exec(txn)
        .await?;
    Ok(noted.rows_affected == 1)
}

/// Assigns the transactions of an attempt that have no order to `order`; returns them.
pub(super) async fn set_order(
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
    order: OrderId,
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::update_many()
        .col_expr(transaction::Column::OrderId, Expr::value(order))
        .filter(transaction::COLUMN.attempt_id.eq(attempt))
        .filter(transaction::Column::OrderId.is_null())
        .exec_with_returning(txn)
        .await
}

/// Changes the status of a transaction and assigns it to `order`, unless somebody else changed it;
/// returns it.
pub(super) async fn settle_into(
    txn: &impl ConnectionTrait,
    row: &transaction::Model,
    to: TransactionStatus,
    now: Timestamp,
    order: OrderId,
) -> Result<Option<transaction::Model>, DbErr> {
    let moved = transaction::Entity::update_many()
        .set(transaction::ActiveModel {
            status: Set(to),
            processed_at: Set(Some(now)),
            order_id: Set(Some(order)),
            ..Default::default()
        })
        .filter(transaction::COLUMN.id.eq(row.id))
        .filter(transaction::COLUMN.status.eq(row.status))
        .exec_with_returning(txn)
        .await?;
    Ok(moved.into_iter().next())
}

/// Records an event; returns `false` if its id already exists.
pub(super) async fn record_event(
    db: &impl ConnectionTrait,
    provider: &str,
    told: &ProviderEvent,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<bool, DbErr> {
    let row = event::ActiveModel {
        provider: Set(provider.to_owned()),
        event_id: Set(told.id.clone()),
        kind: Set(told.kind.clone()),
        object_reference: Set(told.intent.0.clone()),
        payload: Set(serde_json::to_string(told).expect("events are plain values")),
        tries: Set(1),
        due_at: Set(due_at),
        handled_at: Set(None),
        received_at: Set(now),
    };
    let no_second = OnConflict::columns([event::Column::Provider, event::Column::EventId])
        .do_nothing()
        .to_owned();
    let written = event::Entity::insert(row)
        .on_conflict(no_second)
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}

/// Unhandled events that are due, longest due first. Index: `provider_event_by_due`.
pub(super) async fn due_events(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find()
        .filter(event::Column::HandledAt.is_null())
        .filter(event::Column::DueAt.lte(now))
        .order_by_asc(event::Column::DueAt)
        .limit(most)
        .all(db)
        .await
}

/// Claims an event for an attempt to handle it, unless somebody else has; returns whether it did.
pub(super) async fn take_event(
    db: &impl ConnectionTrait,
    row: &event::Model,
    due_at: Timestamp,
) -> Result<bool, DbErr> {
    let taken = event::Entity::update_many()
        .col_expr(event::Column::Tries, Expr::value(row.tries + 1))
        .col_expr(event::Column::DueAt, Expr::value(due_at))
        .filter(event::COLUMN.provider.eq(&row.provider))
        .filter(event::COLUMN.event_id.eq(&row.event_id))
        .filter(event::Column::DueAt.eq(row.due_at))
        .filter(event::Column::HandledAt.is_null())
        .exec(db)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Records that an event was handled, or when it may be tried again.
pub(super) async fn finish_event(
    db: &impl ConnectionTrait,
    provider: &str,
    event_id: &str,
    handled_at: Option<Timestamp>,
    due_at: Timestamp,
) -> Result<(), DbErr> {
    event::Entity::update_many()
        .col_expr(event::Column::HandledAt, Expr::value(handled_at))
        .col_expr(event::Column::DueAt, Expr::value(due_at))
        .filter(event::COLUMN.provider.eq(provider))
        .filter(event::COLUMN.event_id.eq(event_id))
        .filter(event::Column::HandledAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

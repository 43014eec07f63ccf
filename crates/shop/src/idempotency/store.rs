//! Idempotency key queries: SQL only.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use souk_entities::{
    Timestamp,
    customers::idempotency_key::{self, Column, Entity},
};

/// Writes a key, or takes over one that has expired, or one that has no answer to the same request
/// and whose lease has ended. Returns whether the caller may run the request: only one may at a time.
pub(super) async fn claim(
    db: &impl ConnectionTrait,
    row: idempotency_key::Model,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let kept = |column: Column| Expr::col((Entity, column));
    let abandoned = kept(Column::Answer)
        .is_null()
        .and(kept(Column::LeasedUntil).lte(now))
        .and(kept(Column::Fingerprint).eq(row.fingerprint.clone()));
    let taken_over = OnConflict::column(Column::Id)
        .update_columns([
            Column::Fingerprint,
            Column::Claim,
            Column::Answer,
            Column::LeasedUntil,
            Column::ExpiresAt,
        ])
        .action_and_where(kept(Column::ExpiresAt).lte(now).or(abandoned))
        .to_owned();
    let written = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(taken_over)
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}

/// A key as it was written.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<idempotency_key::Model>, DbErr> {
    Entity::find_by_id(id.to_owned()).one(db).await
}

/// Writes the answer of a request that still holds its key. Returns whether it did.
pub(super) async fn answer(
    db: &impl ConnectionTrait,
    id: &str,
    claim: i64,
    answer: String,
    expires_at: Timestamp,
) -> Result<bool, DbErr> {
    let written = Entity::update_many()
        .col_expr(Column::Answer, Expr::value(answer))
        .col_expr(Column::ExpiresAt, Expr::value(expires_at))
        .filter(Column::Id.eq(id))
        .filter(Column::Claim.eq(claim))
        .exec(db)
        .await?;
    Ok(written.rows_affected == 1)
}

/// Deletes the key of a request that failed.
pub(super) async fn release(db: &impl ConnectionTrait, id: &str, claim: i64) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Claim.eq(claim))
        .filter(Column::Answer.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes at most `most` expired keys; returns how many. Index: `idempotency_key_by_expiry`.
pub(super) async fn remove_expired(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<u64, DbErr> {
    let expired = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Expr::col(Column::ExpiresAt).lte(now))
        .limit(most)
        .take();
    let removed = Entity::delete_many()
        .filter(Column::Id.in_subquery(expired))
        .filter(Column::ExpiresAt.lte(now))
        .exec(db)
        .await?;
    Ok(removed.rows_affected)
}

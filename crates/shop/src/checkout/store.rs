//! SQL statements of checkout attempts, and nothing else. Every write is conditional on the state it
//! follows.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use souk_entities::{
    Timestamp,
    ids::AttemptId,
    orders::checkout_attempt::{self, AttemptState, AttemptStep, Column},
};

/// States in which the saga has something to do.
const LIVE: [AttemptState; 2] = [AttemptState::Processing, AttemptState::ActionRequired];
/// The end of the lease of an attempt with nothing left to do: it is found by no search for ended
/// leases, however many there are.
pub(super) const OVER: Timestamp = Timestamp(i64::MAX);
/// Claims named in one statement.
const CLAIMS: usize = 500;

/// Writes a new attempt. Returns false if its cart has one with this token, or one that is live or
/// has succeeded.
pub(super) async fn insert_attempt(
    db: &impl ConnectionTrait,
    attempt: checkout_attempt::Model,
) -> Result<bool, DbErr> {
    let written = checkout_attempt::Entity::insert(attempt.into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}

/// The attempts of a cart that a new one must respect: the one with this token, and the one that is
/// live or has succeeded. Index: `checkout_attempt_by_token`.
pub(super) async fn attempts_of_cart(
    db: &impl ConnectionTrait,
    cart: &str,
    token: &str,
) -> Result<Vec<checkout_attempt::Model>, DbErr> {
    let respected = Condition::any()
        .add(Column::Token.eq(token))
        .add(Column::State.ne(AttemptState::Failed));
    checkout_attempt::Entity::find()
        .filter(Column::CartId.eq(cart))
        .filter(respected)
        .all(db)
        .await
}

/// An attempt by its id.
pub(super) async fn attempt_by_id(
    db: &impl ConnectionTrait,
    id: AttemptId,
) -> Result<Option<checkout_attempt::Model>, DbErr> {
    checkout_attempt::Entity::find_by_id(id).one(db).await
}

/// The attempt with the key that only whoever submitted the cart knows.
pub(super) async fn attempt_by_key(
    db: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<checkout_attempt::Model>, DbErr> {
    checkout_attempt::Entity::find()
        .filter(Column::Key.eq(key))
        .one(db)
        .await
}

/// The attempt of a payment.
pub(super) async fn attempt_by_payment(
    db: &impl ConnectionTrait,
    payment: &str,
) -> Result<Option<checkout_attempt::Model>, DbErr> {
    checkout_attempt::Entity::find()
        .filter(Column::Payment.eq(payment))
        .one(db)
        .await
}

/// Gives an attempt to the driver with this claim until `until`. `None` if another has it, or it is
/// over.
pub(super) async fn claim_attempt(
    db: &impl ConnectionTrait,
    id: AttemptId,
    claim: i64,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<checkout_attempt::Model>, DbErr> {
    let claimed = checkout_attempt::Entity::update_many()
        .col_expr(Column::Claim, Expr::value(claim))
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .filter(Column::Id.eq(id))
        .filter(unfinished())
        .filter(Column::LeasedUntil.lte(now))
        .exec_with_returning(db)
        .await?;
    Ok(claimed.into_iter().next())
}

/// Whether the driver with this claim still has the attempt. Anyone who would take the attempt over
/// waits until the transaction ends.
pub(super) async fn is_claimed(
    txn: &impl ConnectionTrait,
    id: AttemptId,
    claim: i64,
) -> Result<bool, DbErr> {
    let found = checkout_attempt::Entity::update_many()
        .col_expr(Column::Claim, Expr::value(claim))
        .filter(Column::Id.eq(id))
        .filter(Column::Claim.eq(claim))
        .exec(txn)
        .await?;
    Ok(found.rows_affected == 1)
}

/// Moves the end of leases to `until`: those of these attempts whose drivers have these claims, and
/// that end after `after`.
pub(super) async fn move_leases(
    db: &impl ConnectionTrait,
    driven: &[(AttemptId, i64)],
    after: Timestamp,
    until: Timestamp,
) -> Result<(), DbErr> {
    for driven in driven.chunks(CLAIMS) {
        let (ids, claims): (Vec<_>, Vec<_>) = driven.iter().copied().unzip();
        checkout_attempt::Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(until))
            .filter(Column::Id.is_in(ids))
            .filter(Column::Claim.is_in(claims))
            .filter(Column::LeasedUntil.gt(after))
            .filter(Column::LeasedUntil.lt(OVER))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Unfinished attempts whose leases have not ended, each with the claim of its driver. Index:
/// `checkout_attempt_by_state`.
pub(super) async fn leased_attempts(
    db: &impl ConnectionTrait,
    now: Timestamp,
) -> Result<Vec<(AttemptId, i64)>, DbErr> {
    checkout_attempt::Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Claim)
        .filter(unfinished())
        .filter(Column::LeasedUntil.gt(now))
        .filter(Column::LeasedUntil.lt(OVER))
        .into_tuple()
        .all(db)
        .await
}

/// Ends the pause of an attempt that waits for the buyer or the provider, if the pause ends by
/// `latest` anyway: a lease that lasts longer is that of a driver at work.
pub(super) async fn wake_attempt(
    db: &impl ConnectionTrait,
    id: AttemptId,
    now: Timestamp,
    latest: Timestamp,
) -> Result<(), DbErr> {
    checkout_attempt::Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(LIVE))
        .filter(Column::Step.eq(AttemptStep::Intended))
        .filter(Column::LeasedUntil.lte(latest))
        .exec(db)
        .await?;
    Ok(())
}

/// Attempts whose saga stopped before its end and whose lease has expired, those that have waited
/// longest first: one that fails each time waits behind the others. Index:
/// `checkout_attempt_by_state`.
pub(super) async fn abandoned_attempts(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<Vec<AttemptId>, DbErr> {
    checkout_attempt::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(unfinished())
        .filter(Column::LeasedUntil.lte(now))
        .order_by_asc(Column::LeasedUntil)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Live attempts, and those with an order whose stock is not committed yet.
fn unfinished() -> Condition {
    Condition::any().add(Column::State.is_in(LIVE)).add(
        Condition::all()
            .add(Column::State.eq(AttemptState::Succeeded))
            .add(Column::Step.eq(AttemptStep::Ordered)),
    )
}

/// Writes an attempt for the driver that claimed it; returns `false`, and writes nothing, if another
/// driver took it.
pub(super) async fn save_attempt(
    db: &impl ConnectionTrait,
    attempt: &checkout_attempt::Model,
) -> Result<bool, DbErr> {
    let written = checkout_attempt::Entity::update_many()
        .col_expr(Column::State, Expr::value(attempt.state))
        .col_expr(Column::Step, Expr::value(attempt.step))
        .col_expr(Column::Payment, Expr::value(attempt.payment.clone()))
        .col_expr(Column::ActionUrl, Expr::value(attempt.action_url.clone()))
        .col_expr(Column::OrderId, Expr::value(attempt.order_id))
        .col_expr(Column::Failures, Expr::value(attempt.failures.clone()))
        .col_expr(Column::LeasedUntil, Expr::value(attempt.leased_until))
        .col_expr(Column::UpdatedAt, Expr::value(attempt.updated_at))
        .filter(Column::Id.eq(attempt.id))
        .filter(Column::Claim.eq(attempt.claim))
        .exec(db)
        .await?;
    Ok(written.rows_affected == 1)
}

//! SQL statements of the e-mail queue.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query, SubQueryStatement},
};
use souk_entities::{
    Timestamp,
    orders::mail::{self, MailState},
};

/// Queues e-mails; one whose key is already queued stays unchanged.
pub(in crate::orders) async fn queue_mail(
    db: &impl ConnectionTrait,
    rows: Vec<mail::Model>,
) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    let once = OnConflict::column(mail::Column::Key)
        .do_nothing()
        .to_owned();
    let rows = rows
        .into_iter()
        .map(|row| row.into_active_model().reset_all());
    mail::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Claims the e-mail that is due first until `lease`. No two callers get the same one, and neither
/// waits for the other. Index: `mail_by_due`.
pub(in crate::orders) async fn claim_mail(
    db: &impl ConnectionTrait,
    now: Timestamp,
    lease: Timestamp,
) -> Result<Option<mail::Model>, DbErr> {
    // Compared by `=`, because PostgreSQL may run a subquery of `IN` more than once and claim more.
    let due = Query::select()
        .column(mail::Column::Id)
        .from(mail::Entity)
        .and_where(Expr::col(mail::Column::State).eq(MailState::Queued))
        .and_where(Expr::col(mail::Column::DueAt).lte(now))
        .order_by(mail::Column::DueAt, sea_orm::Order::Asc)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take();
    let due = Box::new(SubQueryStatement::SelectStatement(due));
    let mut claimed = mail::Entity::update_many()
        .col_expr(mail::Column::DueAt, Expr::value(lease))
        .col_expr(mail::Column::Attempts, mail::COLUMN.attempts.add(1))
        .filter(Expr::col(mail::Column::Id).eq(Expr::SubQuery(None, due)))
        .filter(mail::COLUMN.state.eq(MailState::Queued))
        .filter(mail::Column::DueAt.lte(now))
        .exec_with_returning(db)
        .await?;
    Ok(claimed.pop())
}

/// Records the outcome of sending a claimed e-mail, unless somebody else has claimed it since.
pub(in crate::orders) async fn settle_mail(
    db: &impl ConnectionTrait,
    claimed: &mail::Model,
    state: MailState,
    due_at: Timestamp,
    failure: Option<String>,
    sent_at: Option<Timestamp>,
) -> Result<(), DbErr> {
    mail::Entity::update_many()
        .col_expr(mail::Column::State, Expr::value(state))
        .col_expr(mail::Column::DueAt, Expr::value(due_at))
        .col_expr(mail::Column::Failure, Expr::value(failure))
        .col_expr(mail::Column::SentAt, Expr::value(sent_at))
        .filter(mail::COLUMN.id.eq(claimed.id))
        .filter(mail::COLUMN.attempts.eq(claimed.attempts))
        .exec(db)
        .await?;
    Ok(())
}

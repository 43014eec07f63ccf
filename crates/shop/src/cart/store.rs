//! Cart queries: SQL only.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect, Select, sea_query::OnConflict,
};
use souk_entities::{
    Timestamp,
    cart::cart::{self, Buyer, DeliveryAddresses, PaymentChoice, PostalAddress},
};

/// A cart that has not expired.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<cart::Model>, DbErr> {
    live(token, now).one(db).await
}

/// A cart that has not expired, locked until the transaction ends, so that changes to one cart wait
/// for each other. SQLite needs no row lock: its transaction locks the whole database.
pub(super) async fn lock(
    txn: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<Option<cart::Model>, DbErr> {
    live(token, now).lock_exclusive().one(txn).await
}

fn live(token: &str, now: Timestamp) -> Select<cart::Entity> {
    cart::Entity::find_by_id(token.to_owned()).filter(cart::Column::ExpiresAt.gt(now))
}

/// Writes a new cart, in place of an expired one with its token that was not bought; returns false if
/// any other cart has the token.
pub(super) async fn insert(
    txn: &impl ConnectionTrait,
    row: cart::Model,
    now: Timestamp,
) -> Result<bool, DbErr> {
    use sea_orm::{
        Iterable,
        sea_query::{Expr, ExprTrait},
    };
    let known = |column: cart::Column| Expr::col((cart::Entity, column));
    let expired = known(cart::Column::ExpiresAt)
        .lte(now)
        .and(known(cart::Column::BoughtAt).is_null());
    let replaced = OnConflict::column(cart::Column::Id)
        .update_columns(cart::Column::iter())
        .action_and_where(expired)
        .to_owned();
    let written = cart::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(replaced)
        .exec_without_returning(txn)
        .await?;
    Ok(written == 1)
}

/// Writes every column of a locked cart.
pub(super) async fn update(txn: &impl ConnectionTrait, row: cart::Model) -> Result<(), DbErr> {
    cart::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(cart::COLUMN.id.eq(row.id))
        .exec(txn)
        .await?;
    Ok(())
}

/// Records that a cart was bought and deletes its personal data.
pub(super) async fn close(
    db: &impl ConnectionTrait,
    token: &str,
    now: Timestamp,
) -> Result<(), DbErr> {
    use sea_orm::sea_query::Expr;
    let none: Option<String> = None;
    cart::Entity::update_many()
        .col_expr(cart::Column::BoughtAt, Expr::value(now))
        .col_expr(cart::Column::Buyer, Expr::value(Buyer::default()))
        .col_expr(
            cart::Column::Addresses,
            Expr::value(DeliveryAddresses::default()),
        )
        .col_expr(
            cart::Column::BillingAddress,
            Expr::value(None::<PostalAddress>),
        )
        .col_expr(cart::Column::Payment, Expr::value(None::<PaymentChoice>))
        .col_expr(cart::Column::Note, Expr::value(none))
        .filter(cart::COLUMN.id.eq(token.to_owned()))
        .filter(cart::Column::BoughtAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes at most `most` carts that expired by `now`; returns how many. Index: `cart_by_expiry`.
pub(super) async fn remove_expired(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<u64, DbErr> {
    use sea_orm::sea_query::{Expr, ExprTrait, Query};
    let expired = Query::select()
        .column(cart::Column::Id)
        .from(cart::Entity)
        .and_where(Expr::col(cart::Column::ExpiresAt).lte(now))
        .limit(most)
        .take();
    let removed = cart::Entity::delete_many()
        .filter(cart::Column::Id.in_subquery(expired))
        .filter(cart::Column::ExpiresAt.lte(now))
        .exec(db)
        .await?;
    Ok(removed.rows_affected)
}

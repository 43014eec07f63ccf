//! Queries for markets.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use souk_entities::{
    catalog::{market, price_list},
    ids::MarketId,
};
use souk_kernel::rows;

/// Every market, at most 1,000, the primary one first.
pub(crate) async fn markets(db: &impl ConnectionTrait) -> Result<Vec<market::Model>, DbErr> {
    market::Entity::find()
        .order_by_desc(market::COLUMN.is_primary)
        .order_by_asc(market::COLUMN.id)
        .limit(1_000)
        .all(db)
        .await
}

/// The market with this id.
pub(crate) async fn market_by_id(
    db: &impl ConnectionTrait,
    id: MarketId,
) -> Result<Option<market::Model>, DbErr> {
    market::Entity::find_by_id(id).one(db).await
}

/// Locks a market.
pub(crate) async fn lock_market(
    db: &impl ConnectionTrait,
    id: MarketId,
) -> Result<Option<market::Model>, DbErr> {
    market::Entity::find_by_id(id)
        .lock_exclusive()
        .one(db)
        .await
}

/// Locks these markets in id order and returns the ids of those that exist.
pub(crate) async fn lock_markets(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    rows::find_and_lock_ids::<market::Entity>(db, ids).await
}

/// Inserts a market.
pub(crate) async fn insert_market(
    db: &impl ConnectionTrait,
    row: market::Model,
) -> Result<(), DbErr> {
    market::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Inserts markets, replacing those with the same ids.
pub(crate) async fn upsert_markets(
    db: &impl ConnectionTrait,
    markets: Vec<market::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<market::Entity>(db, markets).await
}

/// Assigns a price list to a market without one, and returns whether it did.
pub(crate) async fn assign_price_list(
    db: &impl ConnectionTrait,
    id: MarketId,
    list: &price_list::Model,
) -> Result<bool, DbErr> {
    let assigned = market::Entity::update_many()
        .col_expr(market::Column::PriceListId, Expr::value(list.id.0))
        .col_expr(market::Column::Currency, Expr::value(list.currency.clone()))
        .col_expr(market::Column::UpdatedAt, Expr::value(list.updated_at.0))
        .filter(market::COLUMN.id.eq(id))
        .filter(market::Column::PriceListId.is_null())
        .exec(db)
        .await?;
    Ok(assigned.rows_affected == 1)
}

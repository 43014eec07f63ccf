//! Requests to change stock that came with a key: SQL only.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use souk_entities::{
    Timestamp,
    ids::AdjustmentGroupId,
    inventory::{
        inventory_adjustment,
        stock_request::{Column, Entity, Model},
    },
};

/// Writes a request whose changes this transaction makes. Returns `false` if its key is known: an
/// earlier transaction with the key has ended by then.
pub(in crate::inventory) async fn insert_request(
    txn: &impl ConnectionTrait,
    row: Model,
) -> Result<bool, DbErr> {
    let no_second = OnConflict::column(Column::Key).do_nothing().to_owned();
    let written = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(no_second)
        .exec_without_returning(txn)
        .await?;
    Ok(written == 1)
}

/// Records the ledger rows of a request.
pub(in crate::inventory) async fn set_request_group(
    txn: &impl ConnectionTrait,
    key: &str,
    group: AdjustmentGroupId,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::GroupId, Expr::value(group))
        .filter(Column::Key.eq(key))
        .exec(txn)
        .await?;
    Ok(())
}

/// The request with this key.
pub(in crate::inventory) async fn request_by_key(
    db: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(key.to_owned()).one(db).await
}

/// The ledger rows that were written together, in the order of their writing. Index:
/// `inventory_adjustment_by_group`.
pub(in crate::inventory) async fn rows_of_group(
    db: &impl ConnectionTrait,
    group: AdjustmentGroupId,
) -> Result<Vec<inventory_adjustment::Model>, DbErr> {
    inventory_adjustment::Entity::find()
        .filter(inventory_adjustment::Column::GroupId.eq(group))
        .order_by_asc(inventory_adjustment::Column::Id)
        .all(db)
        .await
}

/// Deletes at most `most` requests made before `before`; returns how many. Index:
/// `stock_request_by_age`.
pub(in crate::inventory) async fn remove_requests(
    db: &impl ConnectionTrait,
    before: Timestamp,
    most: u64,
) -> Result<u64, DbErr> {
    let old = Query::select()
        .column(Column::Key)
        .from(Entity)
        .and_where(Expr::col(Column::CreatedAt).lt(before))
        .limit(most)
        .take();
    let removed = Entity::delete_many()
        .filter(Column::Key.in_subquery(old))
        .exec(db)
        .await?;
    Ok(removed.rows_affected)
}

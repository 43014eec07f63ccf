//! Queries for recorded work.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use souk_entities::{Timestamp, catalog::operation, ids::OperationId};

/// Inserts a piece of work.
pub(crate) async fn insert_work(
    db: &impl ConnectionTrait,
    row: operation::Model,
) -> Result<(), DbErr> {
    operation::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Deletes a piece of work.
pub(crate) async fn delete_work(db: &impl ConnectionTrait, id: OperationId) -> Result<(), DbErr> {
    operation::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// The next pieces of work behind `after`, in the order they were recorded.
pub(crate) async fn work_after(
    db: &impl ConnectionTrait,
    after: OperationId,
    limit: u64,
) -> Result<Vec<operation::Model>, DbErr> {
    operation::Entity::find()
        .filter(operation::COLUMN.id.gt(after))
        .order_by_asc(operation::Column::Id)
        .limit(limit)
        .all(db)
        .await
}

/// The next pieces of work behind `after` that were recorded by `latest`, in the order they were
/// recorded.
pub(crate) async fn work_recorded_by(
    db: &impl ConnectionTrait,
    latest: Timestamp,
    after: OperationId,
    limit: u64,
) -> Result<Vec<operation::Model>, DbErr> {
    operation::Entity::find()
        .filter(operation::Column::CreatedAt.lte(latest))
        .filter(operation::COLUMN.id.gt(after))
        .order_by_asc(operation::Column::Id)
        .limit(limit)
        .all(db)
        .await
}

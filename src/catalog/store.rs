//! Queries of the catalog: SQL and nothing but SQL.

use sea_orm::{ColumnTrait, QueryFilter};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use souk_entities::{catalog::product, ids::ProductId};

/// Products by id, whatever their status. Missing ones are absent.
pub async fn products_by_ids(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<product::Model>, DbErr> {
    product::Entity::find()
        .filter(product::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await
}

/// The product with this handle, whatever its status. Index: the unique handle.
pub async fn product_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<product::Model>, DbErr> {
    product::Entity::find()
        .filter(product::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

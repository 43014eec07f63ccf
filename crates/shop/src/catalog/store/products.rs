//! Queries for products.

use super::KEYS;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::{catalog::product, ids::ProductId};

/// Products by id, whatever their status. Missing ones are left out.
pub async fn products_by_ids(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<product::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(KEYS) {
        let query = product::Entity::find();
        let query = query.filter(product::Column::Id.is_in(ids.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
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

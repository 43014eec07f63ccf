//! Queries for the products of collections.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::collection_product,
    ids::{CollectionId, ProductId},
};
use souk_kernel::rows;

/// The first products of a collection, by id. Index: the primary key.
pub(crate) async fn members(
    db: &impl ConnectionTrait,
    collection: CollectionId,
    limit: u64,
) -> Result<Vec<ProductId>, DbErr> {
    collection_product::Entity::find()
        .select_only()
        .column(collection_product::Column::ProductId)
        .filter(collection_product::COLUMN.collection_id.eq(collection))
        .order_by_asc(collection_product::Column::ProductId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
}

/// The products among `products` that a collection contains. Index: the primary key.
pub(crate) async fn members_among(
    db: &impl ConnectionTrait,
    collection: CollectionId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, DbErr> {
    let mut members = Vec::new();
    for products in products.chunks(rows::KEYS) {
        let found: Vec<ProductId> = collection_product::Entity::find()
            .select_only()
            .column(collection_product::Column::ProductId)
            .filter(collection_product::COLUMN.collection_id.eq(collection))
            .filter(collection_product::Column::ProductId.is_in(products.iter().copied()))
            .order_by_asc(collection_product::Column::ProductId)
            .into_tuple()
            .all(db)
            .await?;
        members.extend(found);
    }
    Ok(members)
}

/// Inserts products of collections, or replaces their positions.
pub(crate) async fn upsert_members(
    db: &impl ConnectionTrait,
    members: Vec<collection_product::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<collection_product::Entity>(db, members).await
}

/// Deletes products of a collection. Index: the primary key.
pub(crate) async fn delete_members(
    db: &impl ConnectionTrait,
    collection: CollectionId,
    products: &[ProductId],
) -> Result<(), DbErr> {
    for products in products.chunks(rows::KEYS) {
        collection_product::Entity::delete_many()
            .filter(collection_product::COLUMN.collection_id.eq(collection))
            .filter(collection_product::Column::ProductId.is_in(products.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

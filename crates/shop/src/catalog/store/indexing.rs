//! Queries for full scans: positions in collections, filterable fields.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::{collection_product, metafield, metafield_definition},
    ids::ProductId,
};
use souk_kernel::rows;

/// Maximum number of definitions of filterable fields.
const MOST_DEFINITIONS: u64 = 250;

/// The positions of products in the collections that contain them. Index:
/// `collection_product_by_product`.
pub async fn places_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<collection_product::Model>, DbErr> {
    let mut found = Vec::new();
    for products in products.chunks(rows::KEYS) {
        let column = collection_product::Column::ProductId;
        let query = collection_product::Entity::find();
        let query = query.filter(column.is_in(products.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Definitions of the custom fields that listings offer as filters.
pub async fn filterable_definitions(
    db: &impl ConnectionTrait,
) -> Result<Vec<metafield_definition::Model>, DbErr> {
    metafield_definition::Entity::find()
        .filter(metafield_definition::COLUMN.filterable.eq(true))
        .filter(metafield_definition::COLUMN.storefront_visible.eq(true))
        .order_by_asc(metafield_definition::COLUMN.id)
        .limit(MOST_DEFINITIONS)
        .all(db)
        .await
}

/// Custom fields of these owners under any of `keys`. Index: `metafield_by_owner`.
pub async fn metafields_of_owners(
    db: &impl ConnectionTrait,
    owner_type: &str,
    owners: &[i64],
    keys: &[&str],
) -> Result<Vec<metafield::Model>, DbErr> {
    let mut found = Vec::new();
    for owners in owners.chunks(rows::KEYS) {
        let query = metafield::Entity::find()
            .filter(metafield::COLUMN.owner_type.eq(owner_type))
            .filter(metafield::Column::OwnerId.is_in(owners.iter().copied()))
            .filter(metafield::Column::Key.is_in(keys.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

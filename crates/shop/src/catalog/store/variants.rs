//! Queries for variants.

use super::KEYS;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use souk_entities::{
    catalog::variant,
    ids::{ProductId, VariantId},
};

/// Variants by id. Missing ones are left out.
pub async fn variants_by_ids(
    db: &impl ConnectionTrait,
    ids: &[VariantId],
) -> Result<Vec<variant::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(KEYS) {
        let query = variant::Entity::find();
        let query = query.filter(variant::Column::Id.is_in(ids.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// All variants of some products, sorted by position within each product. A product has at most
/// 2,048. Index: `variant_by_product`.
pub async fn variants_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<variant::Model>, DbErr> {
    let mut found = Vec::new();
    for products in products.chunks(KEYS) {
        let query = variant::Entity::find()
            .filter(variant::Column::ProductId.is_in(products.iter().copied()))
            .order_by_asc(variant::COLUMN.product_id)
            .order_by_asc(variant::COLUMN.position)
            .order_by_asc(variant::COLUMN.id);
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

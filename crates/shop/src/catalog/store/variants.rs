//! Queries for variants.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::variant,
    ids::{ProductId, VariantId},
};
use souk_kernel::rows;

/// Variants by id. Missing ones are left out.
pub async fn variants_by_ids(
    db: &impl ConnectionTrait,
    ids: &[VariantId],
) -> Result<Vec<variant::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows::KEYS) {
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
    for products in products.chunks(rows::KEYS) {
        let query = variant::Entity::find()
            .filter(variant::Column::ProductId.is_in(products.iter().copied()))
            .order_by_asc(variant::COLUMN.product_id)
            .order_by_asc(variant::COLUMN.position)
            .order_by_asc(variant::COLUMN.id);
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// The variant with this id.
pub(crate) async fn variant_by_id(
    db: &impl ConnectionTrait,
    id: VariantId,
) -> Result<Option<variant::Model>, DbErr> {
    variant::Entity::find_by_id(id).one(db).await
}

/// Variants with one of these SKUs, and that SKU. Index: `variant_by_sku`.
pub(crate) async fn variant_ids_by_skus(
    db: &impl ConnectionTrait,
    skus: &[String],
) -> Result<Vec<(VariantId, Option<String>)>, DbErr> {
    let mut variants = Vec::new();
    for skus in skus.chunks(rows::KEYS) {
        let found: Vec<(VariantId, Option<String>)> = variant::Entity::find()
            .select_only()
            .column(variant::Column::Id)
            .column(variant::Column::Sku)
            .filter(variant::Column::Sku.is_in(skus.iter().cloned()))
            .into_tuple()
            .all(db)
            .await?;
        variants.extend(found);
    }
    Ok(variants)
}

/// Locks these variants in id order and returns the ids of those that exist.
pub(crate) async fn lock_variants(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    rows::find_and_lock_ids::<variant::Entity>(db, ids).await
}

/// Inserts the variants that are new, and writes over the others, which were read.
pub(crate) async fn save_variants(
    db: &impl ConnectionTrait,
    rows: Vec<variant::Model>,
    is_new: impl Fn(&variant::Model) -> bool,
) -> Result<(), DbErr> {
    rows::save::<variant::Entity>(db, rows, is_new).await
}

//! Writes whole rows of the catalogue that no mutation writes, and the reads that go with them.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect};
use souk_entities::catalog::{product, selling_plan_group, selling_plan_group_product, variant};
use souk_kernel::rows;

/// Whether there is a product.
pub(crate) async fn has_products(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let query = product::Entity::find().select_only();
    let any: Option<i64> = query
        .column(product::Column::Id)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(any.is_some())
}

/// Variants by SKU. Missing ones are left out.
pub(crate) async fn variants_by_skus(
    db: &impl ConnectionTrait,
    skus: &[String],
) -> Result<Vec<variant::Model>, DbErr> {
    rows::find::<variant::Entity, _>(db, variant::Column::Sku, skus).await
}

/// Inserts selling plan groups, replacing those with the same id, and the products they are offered
/// for.
pub(crate) async fn upsert_selling_plan_groups(
    txn: &impl ConnectionTrait,
    groups: Vec<selling_plan_group::Model>,
    offered: Vec<selling_plan_group_product::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<selling_plan_group::Entity>(txn, groups).await?;
    rows::upsert::<selling_plan_group_product::Entity>(txn, offered).await
}

//! Writes products with what belongs to them: SQL only.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use souk_entities::{
    catalog::{
        collection_product, metafield, price_list_price, product, selling_plan_group_product,
        translation, variant, variant_component,
    },
    ids::{MetafieldId, ProductId, VariantId},
};
use souk_kernel::rows;

/// Deletes a product.
pub(crate) async fn delete_product(txn: &DatabaseTransaction, id: ProductId) -> Result<(), DbErr> {
    product::Entity::delete_by_id(id).exec(txn).await?;
    Ok(())
}

/// The ids of a product's variants.
pub(crate) async fn variant_ids(
    txn: &DatabaseTransaction,
    product: ProductId,
) -> Result<Vec<VariantId>, DbErr> {
    let column = variant::Column::ProductId;
    let variants = rows::find::<variant::Entity, _>(txn, column, &[product]).await?;
    Ok(variants.iter().map(|variant| variant.id).collect())
}

/// Deletes variants.
pub(crate) async fn delete_variants(
    txn: &DatabaseTransaction,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    rows::delete::<variant::Entity, _>(txn, variant::Column::Id, variants).await
}

/// Inserts pairs of bundle and component; those that exist stay.
pub(crate) async fn upsert_components(
    txn: &DatabaseTransaction,
    components: Vec<variant_component::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<variant_component::Entity>(txn, components).await
}

/// Deletes the components of bundles.
pub(crate) async fn delete_components(
    txn: &DatabaseTransaction,
    bundles: &[VariantId],
) -> Result<(), DbErr> {
    let bundle = variant_component::Column::BundleId;
    rows::delete::<variant_component::Entity, _>(txn, bundle, bundles).await
}

/// Deletes the fixed prices of variants.
pub(crate) async fn delete_fixed_prices_of_variants(
    txn: &DatabaseTransaction,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    let variant = price_list_price::Column::VariantId;
    rows::delete::<price_list_price::Entity, _>(txn, variant, variants).await
}

/// Deletes the translations of variants.
pub(crate) async fn delete_translations_of_variants(
    txn: &DatabaseTransaction,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    for ids in variants.chunks(rows::KEYS) {
        translation::Entity::delete_many()
            .filter(translation::COLUMN.resource_type.eq("ProductVariant"))
            .filter(translation::Column::ResourceId.is_in(ids.iter().map(|id| id.0)))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Deletes custom fields.
pub(crate) async fn delete_metafields(
    txn: &DatabaseTransaction,
    fields: &[MetafieldId],
) -> Result<(), DbErr> {
    rows::delete::<metafield::Entity, _>(txn, metafield::Column::Id, fields).await
}

/// Deletes the custom fields of variants.
pub(crate) async fn delete_metafields_of_variants(
    txn: &DatabaseTransaction,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    for ids in variants.chunks(rows::KEYS) {
        metafield::Entity::delete_many()
            .filter(metafield::COLUMN.owner_type.eq("ProductVariant"))
            .filter(metafield::Column::OwnerId.is_in(ids.iter().map(|id| id.0)))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Removes a product from all collections.
pub(crate) async fn delete_memberships(
    txn: &DatabaseTransaction,
    product: ProductId,
) -> Result<(), DbErr> {
    let column = collection_product::Column::ProductId;
    rows::delete::<collection_product::Entity, _>(txn, column, &[product]).await
}

/// Removes a product from all groups of selling plans.
pub(crate) async fn delete_from_selling_plans(
    txn: &DatabaseTransaction,
    product: ProductId,
) -> Result<(), DbErr> {
    let column = selling_plan_group_product::Column::ProductId;
    rows::delete::<selling_plan_group_product::Entity, _>(txn, column, &[product]).await
}

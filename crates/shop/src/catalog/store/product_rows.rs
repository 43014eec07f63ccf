//! Writes products with what belongs to them: SQL only.

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};
use souk_entities::{
    catalog::{
        collection_product, metafield, price_list_price, product, selling_plan_group_product,
        translation, variant, variant_component,
    },
    ids::{MetafieldId, ProductId, VariantId},
};
use souk_kernel::rows;

/// Locks a product until the transaction ends; `None` if it does not exist.
pub(crate) async fn lock_product(
    txn: &DatabaseTransaction,
    id: ProductId,
) -> Result<Option<product::Model>, DbErr> {
    let product = product::Entity::find_by_id(id).lock_exclusive();
    product.one(txn).await
}

/// Inserts products, or replaces those with their ids.
pub(crate) async fn upsert_products(
    txn: &DatabaseTransaction,
    products: Vec<product::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<product::Entity>(txn, products).await
}

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

/// Inserts variants, or replaces those with their ids.
pub(crate) async fn upsert_variants(
    txn: &DatabaseTransaction,
    variants: Vec<variant::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<variant::Entity>(txn, variants).await
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
pub(crate) async fn delete_fixed_prices(
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

/// Deletes the translations of a product and of everything in it.
pub(crate) async fn delete_translations(
    txn: &DatabaseTransaction,
    product: ProductId,
) -> Result<(), DbErr> {
    translation::Entity::delete_many()
        .filter(translation::COLUMN.root_id.eq(product.0))
        .exec(txn)
        .await?;
    Ok(())
}

/// Inserts custom fields, or replaces those with their ids.
pub(crate) async fn upsert_metafields(
    txn: &DatabaseTransaction,
    fields: Vec<metafield::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<metafield::Entity>(txn, fields).await
}

/// Deletes custom fields.
pub(crate) async fn delete_metafields(
    txn: &DatabaseTransaction,
    fields: &[MetafieldId],
) -> Result<(), DbErr> {
    rows::delete::<metafield::Entity, _>(txn, metafield::Column::Id, fields).await
}

/// Deletes the custom fields of a product.
pub(crate) async fn delete_metafields_of_product(
    txn: &DatabaseTransaction,
    product: ProductId,
) -> Result<(), DbErr> {
    metafield::Entity::delete_many()
        .filter(metafield::COLUMN.owner_type.eq("Product"))
        .filter(metafield::COLUMN.owner_id.eq(product.0))
        .exec(txn)
        .await?;
    Ok(())
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

/// Adds products to collections.
pub(crate) async fn upsert_memberships(
    txn: &DatabaseTransaction,
    members: Vec<collection_product::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<collection_product::Entity>(txn, members).await
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

//! Batch reads of the catalogue for other domains. Callers must check whether a buyer may see a
//! row: see [`visibility`](super::visibility).

use super::{store, texts::Translations};
use crate::market::Audience;
use sea_orm::DbErr;
use souk_entities::{
    catalog::{product, selling_plan_group, variant},
    ids::{CollectionId, ProductId, VariantId},
};
use souk_kernel::app::App;
use std::{collections::HashMap, sync::Arc};

/// Variants by id; missing ones are left out. One statement per 500 ids.
///
/// # Errors
///
/// When the database fails.
pub async fn variants_by_id(
    app: &App,
    ids: &[VariantId],
) -> Result<HashMap<VariantId, Arc<variant::Model>>, DbErr> {
    let rows = store::variants_by_ids(app.databases.catalog.reader(), ids).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.id, Arc::new(row))).collect())
}

/// Products by id, published or not; missing ones are left out. One statement per 500 ids.
///
/// # Errors
///
/// When the database fails.
pub async fn products_by_id(
    app: &App,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Arc<product::Model>>, DbErr> {
    let rows = store::products_by_ids(app.databases.catalog.reader(), ids).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.id, Arc::new(row))).collect())
}

/// Translated texts of products in the language of the buyer, including those of their options and
/// option values; empty for the shop's own language. One statement per 500 products.
///
/// # Errors
///
/// When the database fails.
pub async fn texts_of_products(
    app: &App,
    audience: &Audience,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Translations>, DbErr> {
    let mut texts: HashMap<_, Translations> = HashMap::new();
    let Some(locale) = &audience.locale else {
        return Ok(texts);
    };
    let roots: Vec<i64> = products.iter().map(|id| id.0).collect();
    let db = app.databases.catalog.reader();
    for row in store::translations_by_roots(db, locale, &roots).await? {
        texts.entry(ProductId(row.root_id)).or_default().add(row);
    }
    Ok(texts)
}

/// Selling plan groups by the product they are offered for, oldest first. Two statements per 500
/// products.
///
/// # Errors
///
/// When the database fails.
pub async fn selling_plans_by_variant(
    app: &App,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Vec<Arc<selling_plan_group::Model>>>, DbErr> {
    let db = app.databases.catalog.reader();
    let mut groups: HashMap<_, Vec<_>> = HashMap::new();
    for (product, group) in store::selling_plan_groups_of_products(db, products).await? {
        groups.entry(product).or_default().push(group);
    }
    Ok(groups)
}

/// Collections that contain these products, published or not. One statement per 500 products.
///
/// # Errors
///
/// When the database fails.
pub async fn collections_of_products(
    app: &App,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Vec<CollectionId>>, DbErr> {
    let db = app.databases.catalog.reader();
    let mut collections: HashMap<_, Vec<_>> = HashMap::new();
    for (product, collection) in store::memberships_of_products(db, products).await? {
        collections.entry(product).or_default().push(collection);
    }
    Ok(collections)
}

//! Batch reads of the catalog for other domains. Whether a buyer may see a row is for the caller
//! to ask: see [`visibility`](super::visibility).

use super::store;
use crate::app::App;
use sea_orm::DbErr;
use souk_entities::{
    catalog::{product, selling_plan_group, variant},
    ids::{ProductId, VariantId},
};
use std::{collections::HashMap, sync::Arc};

/// Variants by id; missing ones are absent. One statement for each 500.
///
/// # Errors
///
/// When the database fails.
pub async fn variants(
    app: &App,
    ids: &[VariantId],
) -> Result<HashMap<VariantId, Arc<variant::Model>>, DbErr> {
    let rows = store::variants_by_ids(app.databases.catalog.reader(), ids).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.id, Arc::new(row))).collect())
}

/// Products by id, published or not; missing ones are absent. One statement for each 500.
///
/// # Errors
///
/// When the database fails.
pub async fn products(
    app: &App,
    ids: &[ProductId],
) -> Result<HashMap<ProductId, Arc<product::Model>>, DbErr> {
    let rows = store::products_by_ids(app.databases.catalog.reader(), ids).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|row| (row.id, Arc::new(row))).collect())
}

/// Groups of selling plans by the product they are offered for, oldest first. Two statements for
/// each 500 products.
///
/// # Errors
///
/// When the database fails.
pub async fn selling_plans(
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

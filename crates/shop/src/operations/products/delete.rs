//! Deletes products.

use super::stock;
use crate::catalog::{self, ProductStockPlan, RecordedWork};
use sea_orm::DbErr;
use souk_entities::ids::ProductId;
use souk_kernel::{app::App, events::Event};

/// Deletes a product with its variants, custom fields, translations and stock. Returns whether it
/// existed.
///
/// # Errors
///
/// When a database fails.
pub async fn delete_product(app: &App, id: ProductId) -> Result<bool, DbErr> {
    let txn = app.databases.catalog.begin().await?;
    let Some((row, removed)) = catalog::delete_product_rows(&txn, id).await? else {
        return Ok(false);
    };
    let plan = vec![ProductStockPlan {
        product: id,
        version: row.version + 1,
        variants: Vec::new(),
        removed,
    }];
    let work = RecordedWork::Stock(plan.clone());
    let operation = catalog::record_work(app, &txn, &work).await?;
    let gone = Event::ProductDeleted { product: id };
    app.publish(&txn, &[gone]).await?;
    txn.commit().await?;
    stock::apply(app, &plan).await?;
    catalog::finish_work(app, operation).await?;
    Ok(true)
}

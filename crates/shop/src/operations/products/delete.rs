//! Deletes products.

use super::stock;
use crate::catalog::{
    products::{stock_plan::ProductStock, write},
    recorded_work::{self, Work},
};
use sea_orm::DbErr;
use souk_entities::ids::ProductId;
use souk_kernel::{app::App, events::Event};

/// Deletes a product with its variants, custom fields, translations and stock. Returns whether it
/// existed.
///
/// # Errors
///
/// When a database fails.
pub async fn delete(app: &App, id: ProductId) -> Result<bool, DbErr> {
    let txn = app.databases.catalog.begin().await?;
    let Some((row, removed)) = write::delete(&txn, id).await? else {
        return Ok(false);
    };
    let plan = vec![ProductStock {
        product: id,
        version: row.version + 1,
        variants: Vec::new(),
        removed,
    }];
    let work = Work::Stock(plan.clone());
    let operation = recorded_work::record(app, &txn, &work).await?;
    let gone = Event::ProductDeleted { product: id };
    app.publish(&txn, &[gone]).await?;
    txn.commit().await?;
    stock::apply(app, &plan).await?;
    recorded_work::finish(app, operation).await?;
    Ok(true)
}

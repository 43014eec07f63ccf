//! Deletes products.

use super::{save::forget_variants, stock};
use crate::catalog::{
    products::stock_plan::ProductStock,
    recorded_work::{self, Work},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use souk_entities::{
    catalog::{
        collection_product, metafield, product, selling_plan_group_product, translation, variant,
    },
    ids::{ProductId, VariantId},
};
use souk_kernel::{app::App, events::Event, rows};

/// Deletes a product with its variants, custom fields, translations and stock. Returns whether it
/// existed.
///
/// # Errors
///
/// When a database fails.
pub async fn delete(app: &App, id: ProductId) -> Result<bool, DbErr> {
    let txn = app.databases.catalog.begin().await?;
    let found = product::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&txn)
        .await?;
    let Some(row) = found else {
        return Ok(false);
    };
    let variants =
        rows::find::<variant::Entity, _>(&txn, variant::Column::ProductId, &[id]).await?;
    let removed: Vec<VariantId> = variants.iter().map(|variant| variant.id).collect();
    forget_variants(&txn, &removed).await?;
    metafield::Entity::delete_many()
        .filter(metafield::COLUMN.owner_type.eq("Product"))
        .filter(metafield::COLUMN.owner_id.eq(id.0))
        .exec(&txn)
        .await?;
    for ids in removed.chunks(rows::KEYS) {
        metafield::Entity::delete_many()
            .filter(metafield::COLUMN.owner_type.eq("ProductVariant"))
            .filter(metafield::Column::OwnerId.is_in(ids.iter().map(|id| id.0)))
            .exec(&txn)
            .await?;
    }
    translation::Entity::delete_many()
        .filter(translation::COLUMN.root_id.eq(id.0))
        .exec(&txn)
        .await?;
    let members = collection_product::Column::ProductId;
    rows::delete::<collection_product::Entity, _>(&txn, members, &[id]).await?;
    let plans = selling_plan_group_product::Column::ProductId;
    rows::delete::<selling_plan_group_product::Entity, _>(&txn, plans, &[id]).await?;
    product::Entity::delete_by_id(id).exec(&txn).await?;
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

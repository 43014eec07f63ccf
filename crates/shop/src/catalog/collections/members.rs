//! Products of manual collections.

use crate::catalog::{CatalogErrorCode, membership, store};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::{collection, collection_product},
    ids::{CollectionId, ProductId},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
};
use std::collections::HashSet;

/// Adds products to the end of a manual collection, in order. Products it already contains keep
/// their place.
///
/// # Errors
///
/// When the collection or a product does not exist, rules select its products, or the database
/// fails.
pub async fn add_products_to_collection(
    app: &App,
    id: CollectionId,
    ids: &[ProductId],
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let txn = app.databases.catalog.begin().await?;
    lock_all(&txn, ids, "productIds").await?;
    let row = chosen_by_hand(&txn, id).await?;
    let added = append(app, &txn, id, ids).await?;
    membership::touch_products(app, &txn, &added).await?;
    txn.commit().await?;
    Ok(row)
}

/// Removes products from a manual collection. Products it does not contain are ignored.
///
/// # Errors
///
/// When the collection does not exist, rules select its products, or the database fails.
pub async fn remove_products(
    app: &App,
    id: CollectionId,
    ids: &[ProductId],
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let txn = app.databases.catalog.begin().await?;
    store::lock_products(&txn, ids).await?;
    let row = chosen_by_hand(&txn, id).await?;
    let removed = store::members_among(&txn, id, ids).await?;
    membership::leave_collection(&txn, id, &removed).await?;
    membership::touch_products(app, &txn, &removed).await?;
    txn.commit().await?;
    Ok(row)
}

/// Locks products, which must all exist.
pub(super) async fn lock_all(
    txn: &DatabaseTransaction,
    ids: &[ProductId],
    field: &str,
) -> Result<(), ChangeError<CatalogErrorCode>> {
    let found = store::lock_products(txn, ids).await?;
    let found: HashSet<ProductId> = found.iter().map(|product| product.id).collect();
    match ids.iter().position(|id| !found.contains(id)) {
        None => Ok(()),
        Some(place) => {
            let field = format!("{field}.{place}");
            let why = "The product does not exist.";
            Err(Refusal::new(CatalogErrorCode::NotFound, &field, why).into())
        }
    }
}

/// Appends products to a collection and returns those it did not contain before.
pub(super) async fn append(
    app: &App,
    txn: &DatabaseTransaction,
    id: CollectionId,
    ids: &[ProductId],
) -> Result<Vec<ProductId>, DbErr> {
    let held = store::members_among(txn, id, ids).await?;
    let mut held: HashSet<ProductId> = held.into_iter().collect();
    let fresh = ids.iter().copied().filter(|product| held.insert(*product));
    let fresh: Vec<ProductId> = fresh.collect();
    let members = fresh.iter().map(|&product_id| collection_product::Model {
        collection_id: id,
        product_id,
        position: app.next_id(),
    });
    store::upsert_members(txn, members.collect()).await?;
    Ok(fresh)
}

/// Locks a manual collection.
async fn chosen_by_hand(
    txn: &DatabaseTransaction,
    id: CollectionId,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let missing = || {
        Refusal::new(
            CatalogErrorCode::NotFound,
            "id",
            "The collection does not exist.",
        )
    };
    let row = store::lock_collection(txn, id).await?.ok_or_else(missing)?;
    if row.rule_set.is_some() {
        let why = "The collection chooses its products by rules.";
        return Err(Refusal::new(CatalogErrorCode::Invalid, "id", why).into());
    }
    Ok(row)
}

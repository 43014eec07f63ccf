//! Products of manual collections.

use crate::catalog::CatalogErrorCode;
use crate::catalog::{membership, products};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::{collection, collection_product},
    ids::{CollectionId, ProductId},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    rows,
};
use std::collections::HashSet;

/// Adds products to the end of a manual collection, in order. Products it already contains keep
/// their place.
///
/// # Errors
///
/// When the collection or a product does not exist, rules select its products, or the database
/// fails.
pub async fn add_products(
    app: &App,
    id: CollectionId,
    ids: &[ProductId],
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let txn = app.databases.catalog.begin().await?;
    lock_all(&txn, ids, "productIds").await?;
    let row = chosen_by_hand(&txn, id).await?;
    let added = append(app, &txn, id, ids).await?;
    membership::touch(app, &txn, &added).await?;
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
    products::lock(&txn, ids).await?;
    let row = chosen_by_hand(&txn, id).await?;
    let held = held(&txn, id, ids).await?;
    let removed: Vec<ProductId> = held.into_iter().collect();
    membership::leave(&txn, id, &removed).await?;
    membership::touch(app, &txn, &removed).await?;
    txn.commit().await?;
    Ok(row)
}

/// Locks products, which must all exist.
pub(super) async fn lock_all(
    txn: &DatabaseTransaction,
    ids: &[ProductId],
    field: &str,
) -> Result<(), ChangeError<CatalogErrorCode>> {
    let found = products::lock(txn, ids).await?;
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
    let mut held = held(txn, id, ids).await?;
    let fresh = ids.iter().copied().filter(|product| held.insert(*product));
    let fresh: Vec<ProductId> = fresh.collect();
    let members = fresh.iter().map(|&product_id| collection_product::Model {
        collection_id: id,
        product_id,
        position: app.next_id(),
    });
    rows::upsert::<collection_product::Entity>(txn, members.collect()).await?;
    Ok(fresh)
}

/// Locks a manual collection.
async fn chosen_by_hand(
    txn: &DatabaseTransaction,
    id: CollectionId,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let query = collection::Entity::find_by_id(id).lock_exclusive();
    let missing = || {
        Refusal::new(
            CatalogErrorCode::NotFound,
            "id",
            "The collection does not exist.",
        )
    };
    let row = query.one(txn).await?.ok_or_else(missing)?;
    if row.rule_set.is_some() {
        let why = "The collection chooses its products by rules.";
        return Err(Refusal::new(CatalogErrorCode::Invalid, "id", why).into());
    }
    Ok(row)
}

/// The products among `ids` that a collection contains.
async fn held(
    txn: &DatabaseTransaction,
    id: CollectionId,
    ids: &[ProductId],
) -> Result<HashSet<ProductId>, DbErr> {
    let mut held = HashSet::new();
    for ids in ids.chunks(rows::KEYS) {
        let found: Vec<ProductId> = collection_product::Entity::find()
            .select_only()
            .column(collection_product::Column::ProductId)
            .filter(collection_product::COLUMN.collection_id.eq(id))
            .filter(collection_product::Column::ProductId.is_in(ids.iter().copied()))
            .order_by_asc(collection_product::Column::ProductId)
            .into_tuple()
            .all(txn)
            .await?;
        held.extend(found);
    }
    Ok(held)
}

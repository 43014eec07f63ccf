//! Items and the variants that use them: SQL only.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use souk_entities::{
    ids::{InventoryItemId, ProductId, VariantId},
    inventory::{inventory_item, product_stock_version, variant_item},
};
use souk_kernel::rows;
use std::collections::{BTreeSet, HashSet};

/// Maximum number of pairs of variant and item that one statement deletes.
pub(in crate::inventory) const PAIRS: usize = rows::KEYS / 2;

/// The item with this id.
pub(in crate::inventory) async fn item(
    db: &impl ConnectionTrait,
    id: InventoryItemId,
) -> Result<Option<inventory_item::Model>, DbErr> {
    inventory_item::Entity::find_by_id(id).one(db).await
}

/// Inserts the items that are new, and writes over the others, which were read.
pub(crate) async fn save_items(
    txn: &DatabaseTransaction,
    items: Vec<inventory_item::Model>,
    new: &HashSet<InventoryItemId>,
) -> Result<(), DbErr> {
    rows::save::<inventory_item::Entity>(txn, items, |item| new.contains(&item.id)).await
}

/// Deletes items, which have no levels any more.
pub(in crate::inventory) async fn delete_items(
    txn: &DatabaseTransaction,
    ids: &[InventoryItemId],
) -> Result<(), DbErr> {
    rows::delete::<inventory_item::Entity, _>(txn, inventory_item::Column::Id, ids).await
}

/// The links of all variants of products to their items.
pub(crate) async fn links_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<variant_item::Model>, DbErr> {
    rows::find::<variant_item::Entity, _>(db, variant_item::Column::ProductId, products).await
}

/// The links of variants to their items.
pub(crate) async fn links_of_variants(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<Vec<variant_item::Model>, DbErr> {
    rows::find::<variant_item::Entity, _>(db, variant_item::Column::VariantId, variants).await
}

/// The links of items to the variants that use them.
pub(crate) async fn links_of_items(
    db: &impl ConnectionTrait,
    items: &[InventoryItemId],
) -> Result<Vec<variant_item::Model>, DbErr> {
    rows::find::<variant_item::Entity, _>(db, variant_item::Column::ItemId, items).await
}

/// Inserts links of variants to items, or replaces those of the same variant and item.
pub(crate) async fn upsert_links(
    txn: &DatabaseTransaction,
    links: Vec<variant_item::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<variant_item::Entity>(txn, links).await
}

/// Deletes links of variants to items, at most [`PAIRS`].
pub(in crate::inventory) async fn delete_links(
    txn: &DatabaseTransaction,
    links: &[variant_item::Model],
) -> Result<(), DbErr> {
    let pairs = links.iter().fold(Condition::any(), |any, link| {
        any.add(
            Condition::all()
                .add(variant_item::Column::VariantId.eq(link.variant_id))
                .add(variant_item::Column::ItemId.eq(link.item_id)),
        )
    });
    variant_item::Entity::delete_many()
        .filter(pairs)
        .exec(txn)
        .await?;
    Ok(())
}

/// The products whose variants use these items. Index: `variant_item_by_item`.
pub(in crate::inventory) async fn products_of_items(
    db: &impl ConnectionTrait,
    items: &BTreeSet<InventoryItemId>,
) -> Result<BTreeSet<ProductId>, DbErr> {
    let items: Vec<InventoryItemId> = items.iter().copied().collect();
    let mut products = BTreeSet::new();
    for items in items.chunks(rows::KEYS) {
        let query = variant_item::Entity::find().select_only().distinct();
        let found: Vec<ProductId> = query
            .column(variant_item::Column::ProductId)
            .filter(variant_item::Column::ItemId.is_in(items.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        products.extend(found);
    }
    Ok(products)
}

/// Records the versions of products that the inventory follows. Returns the products whose version
/// is newer than the one recorded before.
pub(crate) async fn record_versions(
    txn: &DatabaseTransaction,
    versions: &[(ProductId, i64)],
) -> Result<HashSet<ProductId>, DbErr> {
    use product_stock_version::Column::{ProductId as Product, Version};
    let mut newer = HashSet::new();
    for versions in versions.chunks(rows::KEYS) {
        let mut on_conflict = OnConflict::column(Product);
        on_conflict.update_column(Version).action_and_where(
            Expr::col((product_stock_version::Entity, Version))
                .lt(Expr::col(("excluded", Version))),
        );
        let mut insert = Query::insert();
        insert
            .into_table(product_stock_version::Entity)
            .columns([Product, Version])
            .on_conflict(on_conflict)
            .returning_col(Product);
        for (product, version) in versions {
            insert.values_panic([product.0.into(), (*version).into()]);
        }
        for row in txn.query_all(&insert).await? {
            newer.insert(row.try_get_by_index::<ProductId>(0)?);
        }
    }
    Ok(newer)
}

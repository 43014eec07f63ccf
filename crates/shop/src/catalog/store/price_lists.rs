//! Queries for price lists, and those that write fixed prices.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use souk_entities::{
    catalog::{price_list, price_list_price},
    ids::{PriceListId, ProductId, VariantId},
};
use souk_kernel::rows;

/// Every price list, at most 1,000.
pub(crate) async fn all_price_lists(
    db: &impl ConnectionTrait,
) -> Result<Vec<price_list::Model>, DbErr> {
    price_list::Entity::find().limit(1_000).all(db).await
}

/// How many price lists there are.
pub(crate) async fn count_price_lists(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    price_list::Entity::find().count(db).await
}

/// Inserts a price list, or replaces the one with its id.
pub(crate) async fn insert_price_list(
    db: &impl ConnectionTrait,
    row: price_list::Model,
) -> Result<(), DbErr> {
    rows::insert::<price_list::Entity>(db, vec![row]).await
}

/// The fixed prices that all price lists have for variants of these products. Index:
/// `price_list_price_by_product`.
pub(crate) async fn all_fixed_prices_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<price_list_price::Model>, DbErr> {
    let product = price_list_price::Column::ProductId;
    rows::find::<price_list_price::Entity, _>(db, product, products).await
}

/// Inserts fixed prices, replacing those of the same variants in the same lists.
pub(crate) async fn upsert_fixed_prices(
    db: &impl ConnectionTrait,
    rows: Vec<price_list_price::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<price_list_price::Entity>(db, rows).await
}

/// Deletes the fixed prices that a price list has for these variants. Index: the primary key.
pub(crate) async fn delete_fixed_prices(
    db: &impl ConnectionTrait,
    list: PriceListId,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    for variants in variants.chunks(rows::KEYS) {
        price_list_price::Entity::delete_many()
            .filter(price_list_price::COLUMN.price_list_id.eq(list))
            .filter(price_list_price::Column::VariantId.is_in(variants.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

//! Queries for price lists.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::{
    catalog::price_list_price,
    ids::{PriceListId, ProductId, VariantId},
};
use souk_kernel::rows;

/// The fixed prices that a price list has for variants of these products. Index:
/// `price_list_price_by_product`.
pub async fn fixed_prices_of_products(
    db: &impl ConnectionTrait,
    list: PriceListId,
    products: &[ProductId],
) -> Result<Vec<price_list_price::Model>, DbErr> {
    let mut found = Vec::new();
    for products in products.chunks(rows::KEYS) {
        let query = price_list_price::Entity::find()
            .filter(price_list_price::Column::ProductId.is_in(products.iter().copied()))
            .filter(price_list_price::COLUMN.price_list_id.eq(list));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// The fixed prices that a price list has for these variants. Index: the primary key.
pub async fn fixed_prices_of_variants(
    db: &impl ConnectionTrait,
    list: PriceListId,
    variants: &[VariantId],
) -> Result<Vec<price_list_price::Model>, DbErr> {
    let mut found = Vec::new();
    for variants in variants.chunks(rows::KEYS) {
        let query = price_list_price::Entity::find()
            .filter(price_list_price::COLUMN.price_list_id.eq(list))
            .filter(price_list_price::Column::VariantId.is_in(variants.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

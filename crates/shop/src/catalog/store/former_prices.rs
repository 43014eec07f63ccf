//! Queries for former prices.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::{
    Timestamp,
    catalog::price_history,
    ids::{PriceListId, VariantId},
};
use souk_kernel::rows;

/// Stands for the shop's own prices in place of a price list.
pub(crate) const OWN_PRICES: PriceListId = PriceListId(0);

/// Former prices of these variants: the shop's own and those in a price list. Index: the primary
/// key.
pub async fn former_prices(
    db: &impl ConnectionTrait,
    list: Option<PriceListId>,
    variants: &[VariantId],
) -> Result<Vec<price_history::Model>, DbErr> {
    let lists = [Some(OWN_PRICES), list].into_iter().flatten();
    let mut found = Vec::new();
    for variants in variants.chunks(rows::KEYS) {
        let query = price_history::Entity::find()
            .filter(price_history::Column::VariantId.is_in(variants.iter().copied()))
            .filter(price_history::Column::PriceListId.is_in(lists.clone()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Inserts former prices, skipping those that are stored already.
pub(crate) async fn insert_former_prices(
    db: &impl ConnectionTrait,
    rows: Vec<price_history::Model>,
) -> Result<(), DbErr> {
    rows::insert_missing::<price_history::Entity>(db, rows).await
}

/// Deletes all former prices of these variants. Index: the primary key.
pub(crate) async fn delete_former_prices(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    let variant = price_history::Column::VariantId;
    rows::delete::<price_history::Entity, _>(db, variant, variants).await
}

/// Deletes the prices that these variants had in a list until `end` or before. Index: the primary
/// key.
pub(crate) async fn delete_prices_ended(
    db: &impl ConnectionTrait,
    list: PriceListId,
    variants: &[VariantId],
    end: Timestamp,
) -> Result<(), DbErr> {
    for variants in variants.chunks(rows::KEYS) {
        price_history::Entity::delete_many()
            .filter(price_history::Column::VariantId.is_in(variants.iter().copied()))
            .filter(price_history::Column::PriceListId.eq(list))
            .filter(price_history::Column::Until.lte(end))
            .exec(db)
            .await?;
    }
    Ok(())
}

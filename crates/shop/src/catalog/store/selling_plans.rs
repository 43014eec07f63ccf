//! Queries for selling plans.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::{selling_plan_group, selling_plan_group_product},
    ids::{ProductId, SellingPlanGroupId},
};
use souk_kernel::rows;
use std::{collections::HashMap, sync::Arc};

/// Maximum number of offers read for one batch of products.
const MOST_OFFERS: u64 = 100_000;

/// Selling plan groups that are offered for these products, oldest first. Index:
/// `selling_plan_group_by_product`.
pub async fn selling_plan_groups_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<(ProductId, Arc<selling_plan_group::Model>)>, DbErr> {
    let mut offers = Vec::new();
    for products in products.chunks(rows::KEYS) {
        let column = selling_plan_group_product::Column::ProductId;
        let query = selling_plan_group_product::Entity::find()
            .filter(column.is_in(products.iter().copied()))
            .order_by_asc(selling_plan_group_product::COLUMN.group_id)
            .limit(MOST_OFFERS);
        offers.extend(query.all(db).await?);
    }
    let mut ids: Vec<SellingPlanGroupId> = offers.iter().map(|offer| offer.group_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut groups = HashMap::new();
    for ids in ids.chunks(rows::KEYS) {
        let query = selling_plan_group::Entity::find();
        let query = query.filter(selling_plan_group::Column::Id.is_in(ids.iter().copied()));
        let rows = query.all(db).await?.into_iter();
        groups.extend(rows.map(|row| (row.id, Arc::new(row))));
    }
    let shared = |id| groups.get(&id).map(Arc::clone);
    Ok(offers
        .iter()
        .filter_map(|offer| Some((offer.product_id, shared(offer.group_id)?)))
        .collect())
}

/// All selling plan groups, at most 1,000: there are few, and finding a plan requires searching all
/// of them.
pub async fn selling_plan_groups(
    db: &impl ConnectionTrait,
) -> Result<Vec<selling_plan_group::Model>, DbErr> {
    selling_plan_group::Entity::find()
        .order_by_asc(selling_plan_group::COLUMN.id)
        .limit(1_000)
        .all(db)
        .await
}

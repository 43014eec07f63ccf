//! Updates the products of collections with rules, which may depend on stock.

use crate::{catalog, inventory};
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::ids::{CollectionId, ProductId};
use souk_kernel::{
    app::App,
    events::{Event, relay::Consumer},
};
use std::collections::BTreeSet;

/// Evaluates the rules for every product again after the rules of a collection changed, one batch
/// per transaction. A manual collection stays unchanged; all products are removed from a deleted
/// one.
pub(crate) async fn reevaluate(app: &App, collection: CollectionId) -> Result<(), DbErr> {
    match catalog::rules_of_collection(app, collection).await? {
        None => return catalog::empty_collection(app, collection).await,
        Some(None) => return Ok(()),
        Some(Some(_)) => {}
    }
    let mut after = ProductId(0);
    loop {
        let ids = catalog::products_after(app, after).await?;
        let Some(&last) = ids.last() else {
            return Ok(());
        };
        settle(app, &ids).await?;
        after = last;
    }
}

/// Updates collections with rules on stock when stock changes.
#[derive(Debug)]
pub struct StockRules;

#[async_trait]
impl Consumer for StockRules {
    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()> {
        let changed: BTreeSet<ProductId> = events
            .iter()
            .filter_map(|event| {
                let Event::StockChanged { product } = event else {
                    return None;
                };
                Some(*product)
            })
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        let catalog = app.databases.uncounted().catalog;
        let rule_collections = catalog::rule_collections(catalog.writer()).await?;
        if rule_collections.iter().any(catalog::rules_need_stock) {
            let changed: Vec<ProductId> = changed.into_iter().collect();
            settle(app, &changed).await?;
        }
        Ok(())
    }
}

/// Evaluates the rules for these products again if a rule depends on stock.
pub(crate) async fn reevaluate_stock_rules(app: &App, ids: &[ProductId]) -> Result<(), DbErr> {
    let rule_collections = catalog::rule_collections(app.databases.catalog.writer()).await?;
    if rule_collections.iter().any(catalog::rules_need_stock) {
        settle(app, ids).await?;
    }
    Ok(())
}

async fn settle(app: &App, ids: &[ProductId]) -> Result<(), DbErr> {
    let stock = inventory::units_by_variant(app, ids).await?;
    catalog::settle_membership(app, ids, &stock).await
}

//! Batched reads of stock, for one request.

use super::availability::{self, Availability, ProductAvailability};
use crate::{app::App, batches::BatchSpawner, database::Database};
use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use sea_orm::DbErr;
use souk_entities::ids::{ChannelId, ProductId, VariantId};
use std::{collections::HashMap, sync::Arc};

/// The loaders of stock.
pub struct InventoryLoaders {
    /// Stock of all variants of a product. One statement answers product and variants alike.
    pub stock_by_product: DataLoader<StockByProduct, HashMapCache>,
    /// Stock of a variant, for products with too many variants to read them all.
    pub stock_by_variant: DataLoader<StockByVariant, HashMapCache>,
}

impl InventoryLoaders {
    /// The loaders of one request made in `channel`.
    pub fn new(app: &App, channel: ChannelId, spawner: &BatchSpawner) -> Self {
        let inventory = &app.databases.inventory;
        Self {
            stock_by_product: spawner.loader(StockByProduct {
                inventory: inventory.clone(),
                channel,
            }),
            stock_by_variant: spawner.loader(StockByVariant {
                inventory: inventory.clone(),
                channel,
            }),
        }
    }
}

/// Access to the loaders of stock from a resolver.
pub trait InventoryContext {
    /// The loaders of this request.
    fn inventory(&self) -> &InventoryLoaders;
}

impl InventoryContext for Context<'_> {
    fn inventory(&self) -> &InventoryLoaders {
        self.data_unchecked::<InventoryLoaders>()
    }
}

/// Loads stock by product.
pub struct StockByProduct {
    inventory: Database,
    channel: ChannelId,
}

impl Loader<ProductId> for StockByProduct {
    type Value = Arc<ProductAvailability>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let found = availability::by_product(self.inventory.reader(), self.channel, ids).await?;
        Ok(found
            .into_iter()
            .map(|(product, stock)| (product, Arc::new(stock)))
            .collect())
    }
}

/// Loads stock by variant.
pub struct StockByVariant {
    inventory: Database,
    channel: ChannelId,
}

impl Loader<VariantId> for StockByVariant {
    type Value = Availability;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Availability>, DbErr> {
        availability::by_variant(self.inventory.reader(), self.channel, ids).await
    }
}

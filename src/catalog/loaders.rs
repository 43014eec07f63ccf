//! Batched reads of the catalog, for one request.

use super::store;
use crate::{app::App, batches::BatchSpawner, database::Database};
use async_graphql::{
    Context,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use sea_orm::DbErr;
use souk_entities::{catalog::product, ids::ProductId};
use std::{collections::HashMap, sync::Arc};

/// The loaders of the catalog.
pub struct CatalogLoaders {
    /// Products by id, published or not.
    pub products: DataLoader<ProductById, HashMapCache>,
}

impl CatalogLoaders {
    /// The loaders of one request.
    pub fn new(app: &App, spawner: &BatchSpawner) -> Self {
        let catalog = &app.databases.catalog;
        Self {
            products: spawner.loader(ProductById {
                catalog: catalog.clone(),
            }),
        }
    }
}

/// Access to the catalog's loaders from a resolver.
pub trait CatalogContext {
    /// The loaders of this request.
    fn catalog(&self) -> &CatalogLoaders;
}

impl CatalogContext for Context<'_> {
    fn catalog(&self) -> &CatalogLoaders {
        self.data_unchecked::<CatalogLoaders>()
    }
}

/// Loads products by id. All lookups of one level of a request become one query.
pub struct ProductById {
    catalog: Database,
}

impl Loader<ProductId> for ProductById {
    type Value = Arc<product::Model>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let products = store::products_by_ids(self.catalog.reader(), ids).await?;
        Ok(products
            .into_iter()
            .map(|product| (product.id, Arc::new(product)))
            .collect())
    }
}

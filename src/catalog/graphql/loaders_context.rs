//! How resolvers reach the catalogue's loaders.

use crate::catalog::loaders::CatalogLoaders;
use async_graphql::Context;

/// Gives resolvers access to the catalogue's loaders.
pub trait CatalogContext {
    /// The loaders of this request.
    fn catalog(&self) -> &CatalogLoaders;
}

impl CatalogContext for Context<'_> {
    fn catalog(&self) -> &CatalogLoaders {
        self.data_unchecked::<CatalogLoaders>()
    }
}

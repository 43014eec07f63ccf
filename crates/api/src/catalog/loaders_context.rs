//! How resolvers reach the catalogue's loaders.

use async_graphql::Context;
use souk_shop::catalog::loaders::CatalogLoaders;

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

//! How resolvers reach the loaders of orders.

use async_graphql::Context;
use souk_shop::orders::loaders::OrderLoaders;

/// Access to the order loaders from a resolver.
pub trait OrderContext {
    /// The loaders of this request.
    fn orders(&self) -> &OrderLoaders;
}

impl OrderContext for Context<'_> {
    fn orders(&self) -> &OrderLoaders {
        self.data_unchecked::<OrderLoaders>()
    }
}

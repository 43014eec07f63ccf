//! How resolvers reach the loaders of orders.

use crate::orders::loaders::OrderLoaders;
use async_graphql::Context;

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

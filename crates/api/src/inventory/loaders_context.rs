//! How resolvers reach the loaders of inventory.

use async_graphql::Context;
use souk_shop::inventory::loaders::InventoryLoaders;

/// Access to the inventory loaders from a resolver.
pub trait InventoryContext {
    /// The loaders of this request.
    fn inventory(&self) -> &InventoryLoaders;
}

impl InventoryContext for Context<'_> {
    fn inventory(&self) -> &InventoryLoaders {
        self.data_unchecked::<InventoryLoaders>()
    }
}

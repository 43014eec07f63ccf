//! How resolvers reach the content loaders.

use async_graphql::Context;
use souk_shop::content::loaders::ContentLoaders;

/// Gives resolvers access to the content loaders.
pub trait ContentContext {
    /// The loaders of this request.
    fn content(&self) -> &ContentLoaders;
}

impl ContentContext for Context<'_> {
    fn content(&self) -> &ContentLoaders {
        self.data_unchecked::<ContentLoaders>()
    }
}

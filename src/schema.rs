//! The schema: roots joined from the domains, and types that several domains add fields to.

mod joined;

pub use joined::{Collection, Product, ProductOptionValue, ProductVariant};

use crate::catalog::graphql::CatalogQuery;
use async_graphql::{EmptyMutation, EmptySubscription, MergedObject, Schema};

/// The root of all queries.
#[derive(MergedObject, Default)]
#[graphql(name = "QueryRoot")]
pub struct QueryRoot(CatalogQuery);

/// The executable schema.
pub type SoukSchema = Schema<QueryRoot, EmptyMutation, EmptySubscription>;

/// Builds the schema.
pub fn build() -> SoukSchema {
    Schema::build(QueryRoot::default(), EmptyMutation, EmptySubscription)
        .disable_suggestions()
        .finish()
}

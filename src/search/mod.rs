//! The search domain: the shop's search index and queries to it.

mod documents;
pub mod engine;
pub mod graphql;
pub mod indexer;

pub use indexer::{drain, reindex};

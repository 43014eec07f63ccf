//! The search domain: the index of the shop and what is asked of it.

mod documents;
pub mod engine;
pub mod graphql;
pub mod indexer;

pub use indexer::{drain, reindex};

//! The search domain: the index of the shop and what is asked of it.

pub mod engine;
pub mod query_syntax;

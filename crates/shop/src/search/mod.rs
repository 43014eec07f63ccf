//! The search domain: the shop's search index and queries to it.

mod documents;
pub mod engine;
pub mod indexer;

pub use indexer::{drain, reindex};

use engine::SearchEngine;
use souk_kernel::app::Part;
use std::{ops::Deref, sync::Arc};

/// The search index of the shop.
pub struct SearchIndex(pub Arc<dyn SearchEngine>);

impl Part for SearchIndex {}

impl Deref for SearchIndex {
    type Target = dyn SearchEngine;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

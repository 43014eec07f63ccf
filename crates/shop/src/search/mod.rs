//! The search domain: the shop's search index and queries to it.

mod documents;
pub mod engine;
pub mod indexer;

pub use engine::{
    IndexChange, SearchEngine, connect_engine,
    documents::{
        Document, DocumentKey, DocumentKind, DocumentVisibility, DocumentWords, IndexedMetafield,
        IndexedOption, IndexedProduct, IndexedVariant, LocalText,
    },
    product_facets::ProductFacet,
    requests::{
        FacetGroup, SearchCursor, SearchFilter, SearchOrder, SearchRequest, SearchResult,
        SearchSortKey, TextQuery, UnavailableProducts,
    },
};
pub use indexer::{Indexer, drain_index, reindex};

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

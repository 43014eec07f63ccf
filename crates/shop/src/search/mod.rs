//! The search domain: the shop's search index and queries to it.

mod documents;
pub mod engine;
pub mod indexer;

pub use engine::IndexChange;
pub use engine::SearchEngine;
pub use engine::connect_engine;
pub use engine::documents::Document;
pub use engine::documents::DocumentKey;
pub use engine::documents::DocumentKind;
pub use engine::documents::DocumentVisibility;
pub use engine::documents::DocumentWords;
pub use engine::documents::IndexedMetafield;
pub use engine::documents::IndexedOption;
pub use engine::documents::IndexedProduct;
pub use engine::documents::IndexedVariant;
pub use engine::documents::LocalText;
pub use engine::product_facets::ProductFacet;
pub use engine::requests::FacetGroup;
pub use engine::requests::SearchCursor;
pub use engine::requests::SearchFilter;
pub use engine::requests::SearchOrder;
pub use engine::requests::SearchRequest;
pub use engine::requests::SearchResult;
pub use engine::requests::SearchSortKey;
pub use engine::requests::TextQuery;
pub use engine::requests::UnavailableProducts;
pub use indexer::Indexer;

pub use indexer::drain_index;
pub use indexer::reindex;

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

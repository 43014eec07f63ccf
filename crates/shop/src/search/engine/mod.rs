//! The search port: the interface of search engines.
//!
//! Its types are plain and serde-able, so that an engine may be called over a network.

pub(crate) mod documents;
mod embedded;
mod port;
pub(crate) mod product_facets;
pub(crate) mod requests;

pub use documents::{
    Document, DocumentKey, DocumentKind, DocumentVisibility, DocumentWords, IndexedMetafield,
    IndexedOption, IndexedProduct, IndexedVariant, LocalText,
};
pub use port::{EngineError, IndexChange, Rebuild, SearchEngine};
pub use product_facets::{FacetTraits, ProductFacet};
pub use requests::{
    Facet, FacetGroup, FacetValue, Facets, Hit, SearchCursor, SearchFilter, SearchOrder,
    SearchRequest, SearchResult, SearchSortKey, SortValue, TextField, TextQuery,
    UnavailableProducts,
};

use souk_kernel::{config::Config, data_folder};
use std::sync::Arc;

/// The engine of this shop.
///
/// # Errors
///
/// When its files cannot be opened.
pub fn connect_engine(config: &Config) -> anyhow::Result<Arc<dyn SearchEngine>> {
    Ok(Arc::new(embedded::Embedded::open(
        &data_folder::subfolder(&config.data_dir, "search")?,
        config.search.writer_memory_bytes,
    )?))
}

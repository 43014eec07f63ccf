//! The search port: what an engine keeps and answers.
//!
//! Types are plain and serde-able, so that an engine may sit behind a network call.

mod documents;
mod embedded;
mod requests;

pub use documents::{
    Document, DocumentKey, DocumentKind, LocalText, MetafieldFact, OptionFact, ProductFacts,
    VariantFact, Visibility, Words,
};
pub use requests::{
    Cursor, Facet, FacetGroup, FacetValue, Facets, Filter, Found, Hit, Listing, Order, SortKey,
    SortValue, TextField, TextQuery, Unavailable,
};

use crate::config::Config;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A change of the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// The document replaces the one with the same key, unless that has a higher version.
    Put(Box<Document>),
    /// The document goes.
    Delete(DocumentKey),
}

/// Why an engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Another process writes the index.
    #[error("another process writes the search index")]
    HeldElsewhere,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

/// Keeps documents and finds them.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// A page of matching documents and, where asked for, the facets of all of them.
    async fn find(&self, listing: &Listing) -> Result<Arc<Found>, EngineError>;

    /// Makes changes, in order. When it returns they are durable and [`find`](Self::find) sees
    /// them. A document older than the one it would replace is left out.
    async fn write(&self, changes: Vec<Change>) -> Result<(), EngineError>;

    /// Starts an index that will replace this one. Until it is finished the old one answers, and
    /// other writes wait.
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, EngineError>;

    /// Whether the index was made empty and nothing was written since.
    fn is_new(&self) -> bool;

    /// Takes the right to write the index, and keeps it until it is released or the process ends.
    ///
    /// # Errors
    ///
    /// [`EngineError::HeldElsewhere`] when another process has it.
    async fn claim(&self) -> Result<(), EngineError>;

    /// Lets another process write the index.
    async fn release(&self);

    /// Shows what another process wrote. Cheap where that is nothing; a process that writes sees
    /// its own changes without it.
    async fn refresh(&self) -> Result<(), EngineError>;
}

/// An index being filled to replace another.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents. Each key must come once.
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), EngineError>;

    /// Puts the new index in the place of the old one.
    async fn finish(self: Box<Self>) -> Result<(), EngineError>;
}

/// The engine of this shop.
///
/// # Errors
///
/// When its files cannot be opened.
pub fn connect(config: &Config) -> anyhow::Result<Arc<dyn SearchEngine>> {
    Ok(Arc::new(embedded::Embedded::open(
        &config.data_dir.join("search"),
        config.search.writer_memory_bytes,
    )?))
}

//! The interface that every search engine implements.

use super::{
    documents::{Document, DocumentKey},
    requests::{SearchRequest, SearchResult},
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use souk_kernel::error::ApiError;
use std::sync::Arc;

/// A change to the index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IndexChange {
    /// The document replaces the one with the same key, unless that has a higher version.
    Put(Box<Document>),
    /// The document is deleted.
    Delete(DocumentKey),
}

/// Why an engine operation failed.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Another process writes the index.
    #[error("another process writes the search index")]
    HeldElsewhere,
    /// The engine failed.
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        Self::internal(error)
    }
}

/// Stores documents and finds them.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Returns a page of matching documents and, if requested, the facets of all matches.
    async fn find(&self, listing: &SearchRequest) -> Result<Arc<SearchResult>, EngineError>;

    /// Applies changes, in order. When it returns they are durable and visible to
    /// [`find`](Self::find). A document older than the one it would replace is ignored.
    async fn write(&self, changes: Vec<IndexChange>) -> Result<(), EngineError>;

    /// Starts an index that will replace this one. Until it is finished, the old index stays in use
    /// and other writes wait.
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, EngineError>;

    /// Whether the index was created empty and has not been written since.
    fn is_new(&self) -> bool;

    /// Acquires the write lock of the index and keeps it until it is released or the process ends.
    ///
    /// # Errors
    ///
    /// [`EngineError::HeldElsewhere`] if another process holds it.
    async fn claim(&self) -> Result<(), EngineError>;

    /// Releases the write lock, so that another process can write the index.
    async fn release(&self);

    /// Makes changes by another process visible. Cheap if there are none; a process that writes
    /// sees its own changes without it.
    async fn refresh(&self) -> Result<(), EngineError>;
}

/// An index that is being filled to replace another.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents. Each key may occur only once.
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), EngineError>;

    /// Replaces the old index with the new one.
    async fn finish(self: Box<Self>) -> Result<(), EngineError>;
}

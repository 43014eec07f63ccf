//! Writes documents to the index.

use super::{
    super::{Document, DocumentKey},
    fields::Fields,
    finding::Snapshot,
};
use crate::search::engine::IndexChange;
use std::collections::HashMap;
use tantivy::{
    Index, IndexWriter,
    indexer::{IndexWriterOptions, LogMergePolicy},
};

/// Share of deleted documents above which a segment is rewritten.
const DELETED_BEFORE_MERGE: f32 = 0.3;

/// The writer of an index: one thread writes, another merges.
pub(super) struct Writer {
    writer: IndexWriter,
    fields: Fields,
}

impl Writer {
    /// Opens the writer of an index.
    pub(super) fn open(
        index: &Index,
        fields: &Fields,
        memory_bytes: usize,
    ) -> anyhow::Result<Self> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(memory_bytes.max(15_000_000))
            .build();
        let writer = index.writer_with_options(options)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        writer.set_merge_policy(Box::new(policy));
        Ok(Self {
            writer,
            fields: fields.clone(),
        })
    }

    /// Applies changes and commits them. `snapshot` must show all previous commits.
    pub(super) fn apply(
        &mut self,
        snapshot: &Snapshot,
        changes: &[IndexChange],
    ) -> anyhow::Result<()> {
        let mut versions: HashMap<DocumentKey, Option<i64>> = HashMap::new();
        for change in changes {
            match change {
                IndexChange::Put(document) => {
                    let term = self.fields.key_term(document.key);
                    let known = match versions.get(&document.key) {
                        Some(known) => *known,
                        None => snapshot.version(&term)?,
                    };
                    if known.is_some_and(|known| known > document.version) {
                        continue;
                    }
                    self.writer.delete_term(term);
                    self.add(document)?;
                    versions.insert(document.key, Some(document.version));
                }
                IndexChange::Delete(key) => {
                    self.writer.delete_term(self.fields.key_term(*key));
                    versions.insert(*key, None);
                }
            }
        }
        self.commit()
    }

    /// Adds a document that is not in the index yet.
    pub(super) fn add(&mut self, document: &Document) -> anyhow::Result<()> {
        self.writer.add_document(self.fields.document(document))?;
        Ok(())
    }

    /// Makes written documents durable.
    pub(super) fn commit(&mut self) -> anyhow::Result<()> {
        self.writer.commit()?;
        Ok(())
    }
}

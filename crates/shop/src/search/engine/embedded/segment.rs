//! Data of an index segment that is kept in memory. Segments never change, so it is read once.

use super::{facet_table::FacetTable, fields::kind_of};
use crate::search::engine::DocumentKind;
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};
use tantivy::{
    DocId, SegmentReader,
    columnar::{Column, StrColumn},
};

/// A segment, as filters, facets and sorting read it.
pub(super) struct Segment {
    reader: SegmentReader,
    /// Id of each document.
    pub(super) ids: Vec<i64>,
    /// Type of each document.
    pub(super) kinds: Vec<DocumentKind>,
    /// Facets of each document, by their numbers in the [`FacetTable`].
    pub(super) facets: Lists,
    numbers: RwLock<HashMap<String, Option<Column<i64>>>>,
    texts: RwLock<HashMap<String, Option<StrColumn>>>,
    variants: OnceLock<Variants>,
}

/// A list of numbers for each document.
#[derive(Default)]
pub(super) struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn push(&mut self, items: impl Iterator<Item = u32>) {
        self.items.extend(items);
        let end = u32::try_from(self.items.len()).expect("a segment has fewer facets than 2^32");
        self.ends.push(end);
    }

    /// The numbers of a document.
    pub(super) fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        let start = if doc == 0 { 0 } else { self.ends[doc - 1] };
        &self.items[start as usize..self.ends[doc] as usize]
    }
}

/// The distinct variants of the products in a segment.
#[derive(Default)]
pub(super) struct Variants {
    /// Distinct kinds of variants.
    pub(super) kinds: Vec<VariantKind>,
    /// The kinds of variants of each document.
    pub(super) of: Lists,
}

/// Data of a variant that filters use.
pub(super) struct VariantKind {
    /// Channels whose buyers can buy it.
    pub(super) channels: Vec<i64>,
    /// Its options and custom fields, by their numbers in the [`FacetTable`].
    pub(super) facets: Vec<u32>,
}

impl Segment {
    /// Reads a segment and adds its facets to `table`.
    pub(super) fn open(reader: &SegmentReader, table: &mut FacetTable) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let docs = reader.max_doc();
        let ids = columns.i64("id")?;
        let kinds = columns.u64("kind")?;
        let mut facets = Lists::default();
        if let Some(column) = columns.str("facets")? {
            let numbers = dictionary(&column)?
                .iter()
                .map(|term| table.enter(term))
                .collect::<Vec<u32>>();
            for doc in 0..docs {
                facets.push(column.term_ords(doc).map(|ord| numbers[ord_index(ord)]));
            }
        } else {
            (0..docs).for_each(|_| facets.push(std::iter::empty()));
        }
        Ok(Self {
            ids: (0..docs).map(|doc| ids.first(doc).unwrap_or(0)).collect(),
            kinds: (0..docs)
                .map(|doc| kind_of(kinds.first(doc).unwrap_or(0)))
                .collect(),
            facets,
            numbers: RwLock::default(),
            texts: RwLock::default(),
            variants: OnceLock::new(),
            reader: reader.clone(),
        })
    }

    /// A column of whole numbers; `None` if no document of the segment has a value.
    pub(super) fn numbers(&self, name: &str) -> tantivy::Result<Option<Column<i64>>> {
        let known = self.numbers.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = known.get(name) {
            return Ok(column.clone());
        }
        drop(known);
        let column = self.reader.fast_fields().column_opt::<i64>(name)?;
        let mut known = self.numbers.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), column.clone());
        Ok(column)
    }

    /// A column of texts; `None` if no document of the segment has a value.
    pub(super) fn texts(&self, name: &str) -> tantivy::Result<Option<StrColumn>> {
        let known = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = known.get(name) {
            return Ok(column.clone());
        }
        drop(known);
        let column = self.reader.fast_fields().str(name)?;
        let mut known = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), column.clone());
        Ok(column)
    }

    /// The variants of the segment. `table` must contain the segment's facets.
    pub(super) fn variants(&self, table: &FacetTable) -> tantivy::Result<&Variants> {
        if let Some(variants) = self.variants.get() {
            return Ok(variants);
        }
        let variants = self.read_variants(table)?;
        Ok(self.variants.get_or_init(|| variants))
    }

    fn read_variants(&self, table: &FacetTable) -> tantivy::Result<Variants> {
        let mut variants = Variants::default();
        let docs = self.reader.max_doc();
        let Some(column) = self.reader.fast_fields().str("variants")? else {
            (0..docs).for_each(|_| variants.of.push(std::iter::empty()));
            return Ok(variants);
        };
        for term in dictionary(&column)? {
            let mut parts = term.split(super::fields::RECORD);
            let channels = parts.next().unwrap_or_default();
            variants.kinds.push(VariantKind {
                channels: channels.split(',').flat_map(str::parse).collect(),
                facets: parts.filter_map(|facet| table.number(facet)).collect(),
            });
        }
        for doc in 0..docs {
            let kinds = column.term_ords(doc);
            variants.of.push(kinds.map(|ord| ord as u32));
        }
        Ok(variants)
    }
}

/// All terms of a column, by ordinal.
fn dictionary(column: &StrColumn) -> tantivy::Result<Vec<Arc<str>>> {
    let mut terms = Vec::with_capacity(column.dictionary().num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        let term = String::from_utf8_lossy(stream.key());
        terms.push(Arc::from(term.as_ref()));
    }
    Ok(terms)
}

fn ord_index(ord: u64) -> usize {
    usize::try_from(ord).expect("an ordinal is an index into the dictionary")
}

//! Runs listings on one generation of the index.

use super::{
    facet_table::FacetTable,
    facets::Counting,
    fields::Fields,
    filters::{Filters, SegmentFilters, Verdict},
    paging::{Match, Sorting},
    segment::Segment,
    syntax, text,
};
use crate::search::engine::{
    DocumentKind, Facets, Hit, SearchRequest, SearchResult, SearchSortKey, UnavailableProducts,
};
use moka::sync::Cache;
use souk_entities::Timestamp;
use std::{collections::HashMap, sync::Arc};
use tantivy::{
    DocId, Score, Searcher, SegmentReader, Term,
    columnar::Column,
    index::SegmentId,
    query::{AllQuery, BooleanQuery, EnableScoring, Query, Weight},
};

/// Maximum number of cached pages per generation.
const REMEMBERED_PAGES: u64 = 2_000;
/// Maximum number of cached facets per generation.
const REMEMBERED_FACETS: u64 = 300;

/// One generation of the index. Its content does not change, so results can be cached.
pub(super) struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    segments: Vec<Arc<Segment>>,
    table: Arc<FacetTable>,
    /// When currently hidden documents become visible, ascending: cached results stay valid until
    /// the next of these instants.
    publications: Vec<i64>,
    pages: Cache<SearchRequest, Arc<SearchResult>>,
    facets: Cache<SearchRequest, (u64, Arc<Facets>)>,
}

impl Snapshot {
    /// Reads a generation. Segments that `before` already contains are reused.
    pub(super) fn open(
        searcher: Searcher,
        fields: &Fields,
        before: Option<&Self>,
    ) -> tantivy::Result<Self> {
        let known: HashMap<SegmentId, &Arc<Segment>> = before
            .map(|before| {
                let readers = before.searcher.segment_readers().iter();
                let ids = readers.map(SegmentReader::segment_id);
                ids.zip(&before.segments).collect()
            })
            .unwrap_or_default();
        let mut table = before.map_or_else(Arc::default, |before| Arc::clone(&before.table));
        let mut segments = Vec::new();
        let mut publications = Vec::new();
        for reader in searcher.segment_readers() {
            let segment = match known.get(&reader.segment_id()) {
                Some(segment) => Arc::clone(segment),
                None => Arc::new(Segment::open(reader, Arc::make_mut(&mut table))?),
            };
            publications.extend(publications_of(reader)?);
            segments.push(segment);
        }
        publications.sort_unstable();
        publications.dedup();
        Ok(Self {
            searcher,
            fields: fields.clone(),
            segments,
            table,
            publications,
            pages: Cache::new(REMEMBERED_PAGES),
            facets: Cache::new(REMEMBERED_FACETS),
        })
    }

    /// Number of documents.
    pub(super) fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The version of a document; `None` if it does not exist.
    pub(super) fn version(&self, term: &Term) -> tantivy::Result<Option<i64>> {
        use tantivy::{DocSet, TERMINATED, schema::IndexRecordOption};
        for (reader, segment) in self.searcher.segment_readers().iter().zip(&self.segments) {
            let index = reader.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !reader.is_deleted(doc) {
                    let versions = segment.numbers("version")?;
                    return Ok(versions.and_then(|column| column.first(doc)));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// A cached result.
    pub(super) fn remembered(&self, listing: &SearchRequest) -> Option<Arc<SearchResult>> {
        self.pages.get(&self.at_epoch(listing))
    }

    /// Runs a listing.
    pub(super) fn find(&self, listing: &SearchRequest) -> tantivy::Result<Arc<SearchResult>> {
        let key = self.at_epoch(listing);
        if let Some(found) = self.pages.get(&key) {
            return Ok(found);
        }
        let found = Arc::new(self.search(listing)?);
        self.pages.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// The listing with its time set back to the last publication; the same documents have been
    /// visible since then.
    fn at_epoch(&self, listing: &SearchRequest) -> SearchRequest {
        let past = self.publications.partition_point(|&at| at <= listing.now.0);
        let epoch = past
            .checked_sub(1)
            .map_or(0, |last| self.publications[last]);
        SearchRequest {
            now: Timestamp(epoch),
            ..listing.clone()
        }
    }

    fn search(&self, listing: &SearchRequest) -> tantivy::Result<SearchResult> {
        let query = self.query(listing)?;
        let scoring = listing.order.key == SearchSortKey::Relevance;
        let weight = query.weight(if scoring {
            EnableScoring::enabled_from_searcher(&self.searcher)
        } else {
            EnableScoring::disabled_from_searcher(&self.searcher)
        })?;
        let facet_key = SearchRequest {
            size: 0,
            cursor: None,
            backward: false,
            ..self.at_epoch(listing)
        };
        let remembered = self.facets.get(&facet_key);
        let filters = Filters::new(listing, &self.table);
        let sorting = Sorting::new(listing);
        let mut counting = (listing.facets && remembered.is_none())
            .then(|| Counting::new(listing, &filters, &self.table));
        let (mut total, mut hits) = (0, Vec::new());
        for (reader, segment) in self.searcher.segment_readers().iter().zip(&self.segments) {
            let on_segment = filters.on(segment, &self.table)?;
            let pass = Pass::new(listing, segment, reader, &filters, &on_segment)?;
            let (matches, nearly) = pass.run(weight.as_ref(), scoring)?;
            total += matches.len() as u64;
            if let Some(counting) = &mut counting {
                let products = matches
                    .iter()
                    .map(|found| found.doc)
                    .filter(|&doc| segment.kinds[doc as usize] == DocumentKind::Product);
                counting.add(segment, &on_segment, products, &nearly)?;
            }
            let cursor = listing.cursor.as_ref();
            hits.extend(sorting.page(segment, &matches, cursor, listing.size + 1)?);
        }
        hits.sort_by(|a, b| sorting.compare(&a.cursor, &b.cursor));
        let facets = match (counting, remembered) {
            (Some(counting), _) => {
                let facets = Arc::new(counting.finish(&listing.locale));
                self.facets.insert(facet_key, (total, Arc::clone(&facets)));
                facets
            }
            (None, Some((_, facets))) if listing.facets => facets,
            (None, _) => Arc::default(),
        };
        Ok(page(listing, hits, total, facets))
    }

    /// The query of a listing, without the conditions that are checked on columns.
    fn query(&self, listing: &SearchRequest) -> tantivy::Result<Box<dyn Query>> {
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        if let Some(collection) = listing.collection {
            let term = Term::from_field_i64(self.fields.collection, collection.0);
            parts.push(text::term_query(term));
        }
        if let Some(words) = &listing.text {
            let words = text::query(&self.searcher, &self.fields, &listing.locale, words)?;
            parts.push(words);
        }
        if let Some(query) = &listing.query {
            let query = syntax::compile(&self.searcher, &self.fields, listing, query)?;
            parts.push(query);
        }
        Ok(match parts.len() {
            0 => Box::new(AllQuery),
            1 => parts.remove(0),
            _ => Box::new(BooleanQuery::intersection(parts)),
        })
    }
}

/// Instants at which documents become visible.
fn publications_of(reader: &SegmentReader) -> tantivy::Result<Vec<i64>> {
    let column = reader.fast_fields().i64("shown")?;
    let mut instants: Vec<i64> = reader
        .doc_ids_alive()
        .flat_map(|doc| column.values_for_doc(doc))
        .collect();
    instants.sort_unstable();
    instants.dedup();
    Ok(instants)
}

/// Cuts the page out of the hits of all segments, which are sorted in the direction of reading.
fn page(
    listing: &SearchRequest,
    mut hits: Vec<Hit>,
    total: u64,
    facets: Arc<Facets>,
) -> SearchResult {
    let more = hits.len() > listing.size;
    hits.truncate(listing.size);
    let behind = listing.cursor.is_some();
    let (has_previous, has_next) = if listing.backward {
        hits.reverse();
        (more, behind)
    } else {
        (behind, more)
    };
    SearchResult {
        hits,
        has_previous,
        has_next,
        total,
        facets,
    }
}

/// One pass over the documents of a segment.
struct Pass<'a> {
    listing: &'a SearchRequest,
    segment: &'a Segment,
    reader: &'a SegmentReader,
    filtered: bool,
    filters: &'a SegmentFilters<'a>,
    since: Option<Column<i64>>,
    since_in_channel: Option<Column<i64>>,
}

impl<'a> Pass<'a> {
    fn new(
        listing: &'a SearchRequest,
        segment: &'a Segment,
        reader: &'a SegmentReader,
        filters: &Filters,
        on_segment: &'a SegmentFilters<'a>,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            listing,
            segment,
            reader,
            filtered: !filters.is_empty(),
            filters: on_segment,
            since: segment.numbers("since")?,
            since_in_channel: segment.numbers(&format!("n.f{}", listing.channel.0))?,
        })
    }

    /// The documents that match, and those that filters of a single group exclude.
    #[expect(
        clippy::type_complexity,
        reason = "two lists that are made side by side"
    )]
    fn run(
        &self,
        weight: &dyn Weight,
        scoring: bool,
    ) -> tantivy::Result<(Vec<Match>, Vec<(DocId, u64)>)> {
        let (mut matches, mut nearly) = (Vec::new(), Vec::new());
        let mut add = |doc: DocId, score: Score| {
            if self.reader.is_deleted(doc) || !self.is_listed(doc) {
                return;
            }
            let product = self.segment.kinds[doc as usize] == DocumentKind::Product;
            if product && self.filtered {
                match self.filters.verdict(doc) {
                    Verdict::Passes => {}
                    Verdict::OnlyFor(0) => return,
                    Verdict::OnlyFor(bits) => {
                        if self.listing.facets && !self.is_hidden(doc, product) {
                            nearly.push((doc, bits));
                        }
                        return;
                    }
                }
            }
            if self.is_hidden(doc, product) {
                return;
            }
            let behind = product
                && self.listing.unavailable == UnavailableProducts::Last
                && !self.filters.is_available(doc);
            matches.push(Match { doc, score, behind });
        };
        if scoring {
            weight.for_each(self.reader, &mut add)?;
        } else {
            weight.for_each_no_score(self.reader, &mut |docs| {
                docs.iter().for_each(|&doc| add(doc, 0.0));
            })?;
        }
        Ok((matches, nearly))
    }

    /// Whether a document is of a requested type and visible.
    fn is_listed(&self, doc: DocId) -> bool {
        if !self
            .listing
            .kinds
            .contains(&self.segment.kinds[doc as usize])
        {
            return false;
        }
        if !self.listing.published_only {
            return true;
        }
        let shown = |column: &Option<Column<i64>>| {
            let since = column.as_ref().and_then(|column| column.first(doc));
            since.is_some_and(|since| since <= self.listing.now.0)
        };
        shown(&self.since) || shown(&self.since_in_channel)
    }

    fn is_hidden(&self, doc: DocId, product: bool) -> bool {
        product
            && self.listing.unavailable == UnavailableProducts::Hide
            && !self.filters.is_available(doc)
    }
}

//! Sorts matching documents and cuts a page out of them.
//!
//! Pages are cut by key and id (a keyset), never by counting, so that they stay in place while
//! documents come and go. Within a segment texts are compared by their ordinals in its dictionary;
//! texts are only read for the few documents of a page, to merge them with those of other segments.

use super::segment::Segment;
use crate::search::engine::{
    DocumentKey, Hit, SearchCursor, SearchOrder, SearchRequest, SearchSortKey, SortValue,
};
use std::cmp::Ordering;
use tantivy::{
    DocId,
    columnar::{Column, StrColumn},
};

/// A document that matches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) doc: DocId,
    pub(super) score: f32,
    /// Whether it is sorted after the others because it cannot be bought.
    pub(super) behind: bool,
}

/// Sort position of a document, comparable within a segment.
type Place = (bool, u128, u64);

/// The sort keys of a segment.
enum Keys {
    None,
    Score,
    Whole(Option<Column<i64>>),
    Text(Option<StrColumn>),
}

/// Which column a sort order reads, and whether it is reversed.
pub(super) struct Sorting {
    key: SearchSortKey,
    column: Option<String>,
    texts: bool,
    /// Whether higher keys come first.
    descending: bool,
    /// Whether higher ids come first.
    ids_descending: bool,
    backward: bool,
}

impl Sorting {
    /// The sort order of a listing.
    pub(super) fn new(listing: &SearchRequest) -> Self {
        let SearchOrder { key, reverse } = listing.order;
        let (column, texts) = match key {
            SearchSortKey::Id | SearchSortKey::Relevance => (None, false),
            SearchSortKey::Title => {
                let column = super::fields::title_column(&listing.locale);
                (Some(format!("s.{column}")), true)
            }
            SearchSortKey::Price => {
                let list = super::fields::list_number(listing.price_list);
                (Some(format!("n.p{list}")), false)
            }
            SearchSortKey::CreatedAt => (Some("created".to_owned()), false),
            SearchSortKey::UpdatedAt => (Some("updated".to_owned()), false),
            SearchSortKey::PublishedAt => (Some("published".to_owned()), false),
            SearchSortKey::Vendor => (Some("s.vendor".to_owned()), true),
            SearchSortKey::ProductType => (Some("s.type".to_owned()), true),
            SearchSortKey::BestSelling => (Some("n.sold".to_owned()), false),
            SearchSortKey::Manual => {
                let collection = listing.collection.map_or(0, |collection| collection.0);
                (Some(format!("n.c{collection}")), false)
            }
        };
        // Best matches and best sellers have the highest numbers; ties are broken with the newest
        // first.
        let best_first = matches!(key, SearchSortKey::Relevance | SearchSortKey::BestSelling);
        Self {
            key,
            column,
            texts,
            descending: reverse != best_first,
            ids_descending: reverse != (key == SearchSortKey::BestSelling),
            backward: listing.backward,
        }
    }

    /// The first documents of a segment after `cursor`, in the direction of reading.
    pub(super) fn page(
        &self,
        segment: &Segment,
        matches: &[Match],
        cursor: Option<&SearchCursor>,
        size: usize,
    ) -> tantivy::Result<Vec<Hit>> {
        let keys = self.keys(segment)?;
        let after = match cursor {
            Some(cursor) => Some(self.place_of_cursor(&keys, cursor)?),
            None => None,
        };
        let mut places: Vec<(Place, DocId)> = matches
            .iter()
            .map(|found| (self.place(segment, &keys, found), found))
            .filter(|(place, _)| after.is_none_or(|after| *place > after))
            .map(|(place, found)| (place, found.doc))
            .collect();
        if places.len() > size {
            places.select_nth_unstable(size);
            places.truncate(size);
        }
        places.sort_unstable();
        let scores: Vec<&Match> = Vec::from_iter(matches);
        let mut hits = Vec::with_capacity(places.len());
        for (_, doc) in places {
            let place = scores.partition_point(|found| found.doc < doc);
            let found = scores[place];
            hits.push(Hit {
                key: DocumentKey {
                    kind: segment.kinds[doc as usize],
                    id: segment.ids[doc as usize],
                },
                cursor: SearchCursor {
                    unavailable: found.behind,
                    key: self.value(&keys, found)?,
                    id: segment.ids[doc as usize],
                },
            });
        }
        Ok(hits)
    }

    /// Compares documents of different segments, in the direction of reading.
    pub(super) fn compare(&self, a: &SearchCursor, b: &SearchCursor) -> Ordering {
        let turn = |order: Ordering, turned: bool| if turned { order.reverse() } else { order };
        let order = a
            .unavailable
            .cmp(&b.unavailable)
            .then_with(|| compare_values(&a.key, &b.key, self.descending))
            .then_with(|| turn(a.id.cmp(&b.id), self.ids_descending));
        turn(order, self.backward)
    }

    fn keys(&self, segment: &Segment) -> tantivy::Result<Keys> {
        Ok(match &self.column {
            None if self.key == SearchSortKey::Relevance => Keys::Score,
            None => Keys::None,
            Some(name) if self.texts => Keys::Text(segment.texts(name)?),
            Some(name) => Keys::Whole(segment.numbers(name)?),
        })
    }

    fn place(&self, segment: &Segment, keys: &Keys, found: &Match) -> Place {
        let key = match keys {
            Keys::None => None,
            Keys::Score => Some(u128::from(score_bits(found.score))),
            Keys::Whole(column) => column
                .as_ref()
                .and_then(|column| column.first(found.doc))
                .map(|number| u128::from(ordered(number))),
            Keys::Text(column) => column
                .as_ref()
                .and_then(|column| column.ords().first(found.doc))
                .map(|ord| u128::from(ord) * 2 + 1),
        };
        self.turned(found.behind, key, segment.ids[found.doc as usize])
    }

    fn place_of_cursor(&self, keys: &Keys, cursor: &SearchCursor) -> tantivy::Result<Place> {
        let key = match (keys, &cursor.key) {
            (Keys::Score, SortValue::Score(bits)) => Some(u128::from(*bits)),
            (Keys::Whole(_), SortValue::Whole(number)) => Some(u128::from(ordered(*number))),
            (Keys::Text(Some(column)), SortValue::Text(text)) => Some(text_place(column, text)?),
            (Keys::Text(None), SortValue::Text(_)) => Some(0),
            _ => None,
        };
        Ok(self.turned(cursor.unavailable, key, cursor.id))
    }

    /// A position for which smaller values come first in the direction of reading. Documents
    /// without a key are last.
    fn turned(&self, behind: bool, key: Option<u128>, id: i64) -> Place {
        const LAST: u128 = 1 << 100;
        let key = match key {
            None => LAST,
            Some(key) if self.descending => LAST - 1 - key,
            Some(key) => key,
        };
        let id = ordered(id);
        let id = if self.ids_descending { !id } else { id };
        if self.backward {
            (!behind, LAST - key, !id)
        } else {
            (behind, key, id)
        }
    }

    fn value(&self, keys: &Keys, found: &Match) -> tantivy::Result<SortValue> {
        Ok(match keys {
            Keys::None => SortValue::None,
            Keys::Score => SortValue::Score(score_bits(found.score)),
            Keys::Whole(column) => column
                .as_ref()
                .and_then(|column| column.first(found.doc))
                .map_or(SortValue::None, SortValue::Whole),
            Keys::Text(Some(column)) => match column.ords().first(found.doc) {
                None => SortValue::None,
                Some(ord) => {
                    let mut text = String::new();
                    column.ord_to_str(ord, &mut text)?;
                    SortValue::Text(text)
                }
            },
            Keys::Text(None) => SortValue::None,
        })
    }
}

/// Twice the ordinal plus one, as for documents; an even number between two ordinals for a text
/// that no document of the segment has.
fn text_place(column: &StrColumn, text: &str) -> tantivy::Result<u128> {
    let (lower, _) = column.dictionary().term_bounds_to_ord(
        std::ops::Bound::Included(text.as_bytes()),
        std::ops::Bound::Unbounded,
    )?;
    let terms = column.dictionary().num_terms() as u64;
    let ord = match lower {
        std::ops::Bound::Included(ord) => ord.min(terms),
        std::ops::Bound::Excluded(ord) => ord.saturating_add(1).min(terms),
        std::ops::Bound::Unbounded => 0,
    };
    let exact = column.dictionary().term_ord(text.as_bytes())? == Some(ord);
    Ok(u128::from(ord) * 2 + u128::from(exact))
}

/// Maps a signed number to an unsigned one with the same sort order.
fn ordered(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

/// Scores are positive, so their bits have the same sort order.
fn score_bits(score: f32) -> u32 {
    score.max(0.0).to_bits()
}

fn compare_values(a: &SortValue, b: &SortValue, descending: bool) -> Ordering {
    use SortValue as V;
    let order = match (a, b) {
        (V::None, V::None) => return Ordering::Equal,
        (V::None, _) => return Ordering::Greater,
        (_, V::None) => return Ordering::Less,
        (V::Whole(a), V::Whole(b)) => a.cmp(b),
        (V::Text(a), V::Text(b)) => a.cmp(b),
        (V::Score(a), V::Score(b)) => a.cmp(b),
        (V::Whole(_) | V::Text(_) | V::Score(_), _) => Ordering::Equal,
    };
    if descending { order.reverse() } else { order }
}

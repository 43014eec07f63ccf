//! Numbers that stand for facets, the same in every segment, so that counts are added up by number
//! rather than by text.

use super::fields::PART;
use crate::search::engine::{FacetGroup, ProductFacet, SearchFilter};
use std::{collections::HashMap, sync::Arc};

/// Every facet that the index has ever contained. The table only grows; a rebuilt index starts with
/// an empty one.
#[derive(Clone, Default)]
pub(super) struct FacetTable {
    numbers: HashMap<Arc<str>, u32>,
    /// Numbers by lower-case term: filters ignore case.
    folded: HashMap<String, Vec<u32>>,
    entries: Vec<Entry>,
    groups: HashMap<FacetGroup, u32>,
}

/// A facet.
#[derive(Clone)]
pub(super) struct Entry {
    term: Arc<str>,
    /// Number of its group; `None` for labels and swatches.
    pub(super) group: Option<u32>,
}

impl Entry {
    /// Prefix and parts of the facet's term.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.term.split(PART)
    }

    /// The last part.
    pub(super) fn value(&self) -> &str {
        self.term.rsplit(PART).next().unwrap_or_default()
    }
}

impl FacetTable {
    /// The number of a facet; a new facet gets a new number.
    pub(super) fn enter(&mut self, term: &Arc<str>) -> u32 {
        if let Some(&number) = self.numbers.get(term) {
            return number;
        }
        let number = u32::try_from(self.entries.len()).expect("there are fewer facets than 2^32");
        let next_group = u32::try_from(self.groups.len()).expect("groups are fewer than facets");
        let group = group_of(term).map(|group| *self.groups.entry(group).or_insert(next_group));
        self.entries.push(Entry {
            term: Arc::clone(term),
            group,
        });
        self.numbers.insert(Arc::clone(term), number);
        let folded = self.folded.entry(term.to_lowercase()).or_default();
        folded.push(number);
        number
    }

    /// The number of a known facet.
    pub(super) fn number(&self, term: &str) -> Option<u32> {
        self.numbers.get(term).copied()
    }

    /// Number of facets.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Facets, indexed by number.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Groups with their numbers.
    pub(super) fn groups(&self) -> &HashMap<FacetGroup, u32> {
        &self.groups
    }

    /// Numbers of the facets that a filter accepts, ignoring case.
    pub(super) fn accepted(&self, filter: &SearchFilter) -> Vec<u32> {
        use super::fields::join;
        let term = match filter {
            SearchFilter::Available(_) | SearchFilter::Price { .. } => return Vec::new(),
            SearchFilter::Product { facet, value } => join(&[facet.traits().letter, value]),
            SearchFilter::Option { name, value } => join(&["o", name, value]),
            SearchFilter::ProductMetafield {
                namespace,
                key,
                value,
            } => join(&["p", namespace, key, value]),
            SearchFilter::VariantMetafield {
                namespace,
                key,
                value,
            } => join(&["m", namespace, key, value]),
        };
        let found = self.folded.get(&term.to_lowercase());
        found.cloned().unwrap_or_default()
    }
}

/// The group of a facet term; `None` for labels, swatches and names.
fn group_of(term: &str) -> Option<FacetGroup> {
    let parts: Vec<&str> = term.split(PART).collect();
    Some(match parts.as_slice() {
        [letter, _] => FacetGroup::Product(ProductFacet::of_letter(letter)?),
        ["o", name, _] => FacetGroup::Option((*name).to_owned()),
        ["p", namespace, key, _] => {
            FacetGroup::ProductMetafield((*namespace).to_owned(), (*key).to_owned())
        }
        ["m", namespace, key, _] => {
            FacetGroup::VariantMetafield((*namespace).to_owned(), (*key).to_owned())
        }
        _ => return None,
    })
}

/// The group a filter belongs to; `None` for availability and prices, which form their own groups.
pub(super) fn group_of_filter(filter: &SearchFilter) -> Option<FacetGroup> {
    Some(match filter {
        SearchFilter::Available(_) | SearchFilter::Price { .. } => return None,
        SearchFilter::Product { facet, .. } => FacetGroup::Product(*facet),
        SearchFilter::Option { name, .. } => FacetGroup::Option(name.clone()),
        SearchFilter::ProductMetafield { namespace, key, .. } => {
            FacetGroup::ProductMetafield(namespace.clone(), key.clone())
        }
        SearchFilter::VariantMetafield { namespace, key, .. } => {
            FacetGroup::VariantMetafield(namespace.clone(), key.clone())
        }
    })
}

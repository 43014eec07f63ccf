//! Counts facets in one pass over the matching documents, by adding up numbers.

use super::{
    facet_table::FacetTable,
    fields::list_number,
    filters::{Filters, SegmentFilters},
    segment::Segment,
};
use crate::search::engine::{Facet, FacetGroup, FacetValue, Facets, ProductFacet, SearchRequest};
use std::{cmp::Reverse, collections::HashMap};
use tantivy::DocId;

/// Counts over all segments for one listing.
pub(super) struct Counting<'a> {
    filters: &'a Filters,
    table: &'a FacetTable,
    counts: Vec<u64>,
    /// For each facet, the filter groups that its count ignores.
    ignored: Vec<u64>,
    /// Whether each facet belongs to variants; those are counted by the variants that pass the
    /// filters.
    of_variant: Vec<bool>,
    available: u64,
    unavailable: u64,
    price: Option<(i64, i64, u64)>,
    prices: String,
}

impl<'a> Counting<'a> {
    /// Creates counts that are all zero.
    pub(super) fn new(
        listing: &SearchRequest,
        filters: &'a Filters,
        table: &'a FacetTable,
    ) -> Self {
        let by_group: HashMap<u32, (u64, bool)> = table
            .groups()
            .iter()
            .map(|(group, &number)| {
                let of_variant = matches!(
                    group,
                    FacetGroup::Option(_) | FacetGroup::VariantMetafield(..)
                );
                (number, (filters.ignored_by(number), of_variant))
            })
            .collect();
        let entries = table.entries().iter();
        let (ignored, of_variant) = entries
            .map(|entry| entry.group.map_or((0, false), |group| by_group[&group]))
            .unzip();
        Self {
            filters,
            table,
            counts: vec![0; table.len()],
            ignored,
            of_variant,
            available: 0,
            unavailable: 0,
            price: None,
            prices: format!("n.v{}", list_number(listing.price_list)),
        }
    }

    /// Counts the products of a segment: those that pass, and those that a single group of filters
    /// excludes (with the bit of that group).
    pub(super) fn add(
        &mut self,
        segment: &Segment,
        filters: &SegmentFilters<'_>,
        passing: impl Iterator<Item = DocId>,
        nearly: &[(DocId, u64)],
    ) -> tantivy::Result<()> {
        let prices = segment.numbers(&self.prices)?;
        let mut facets_of_variants = Vec::new();
        let everything = passing.map(|doc| (doc, u64::MAX));
        for (doc, bits) in everything.chain(nearly.iter().copied()) {
            let passes = bits == u64::MAX;
            for &facet in segment.facets.of(doc) {
                let place = facet as usize;
                let counts = passes || self.ignored[place] & bits != 0;
                if counts && !(self.filters.of_variants() && self.of_variant[place]) {
                    self.counts[place] += 1;
                }
            }
            if self.filters.of_variants() {
                self.add_variants(doc, bits, filters, &mut facets_of_variants);
            }
            if passes || bits & self.filters.availability_bit() != 0 {
                if filters.passing_is_available(doc) {
                    self.available += 1;
                } else {
                    self.unavailable += 1;
                }
            }
            if (passes || bits & self.filters.price_bit() != 0)
                && let Some(column) = &prices
            {
                self.add_prices(column.values_for_doc(doc));
            }
        }
        Ok(())
    }

    /// Option values count if a variant that passes the filters has them.
    fn add_variants(
        &mut self,
        doc: DocId,
        bits: u64,
        filters: &SegmentFilters<'_>,
        facets: &mut Vec<u32>,
    ) {
        let passes = bits == u64::MAX;
        if passes {
            filters.variant_facets(doc, 0, facets);
            for &facet in facets.iter() {
                if self.ignored[facet as usize] == 0 {
                    self.counts[facet as usize] += 1;
                }
            }
        }
        // The facets of a group with filters are counted as if those filters were not set.
        let mut groups: Vec<u64> = Vec::new();
        for ignored in &self.ignored {
            if *ignored != 0 && !groups.contains(ignored) {
                groups.push(*ignored);
            }
        }
        for ignored in groups {
            if !passes && bits & ignored == 0 {
                continue;
            }
            filters.variant_facets(doc, ignored, facets);
            for &facet in facets.iter() {
                if self.ignored[facet as usize] == ignored && self.of_variant[facet as usize] {
                    self.counts[facet as usize] += 1;
                }
            }
        }
    }

    fn add_prices(&mut self, prices: impl Iterator<Item = i64>) {
        let mut counted = false;
        for price in prices {
            let (min, max, count) = self.price.unwrap_or((price, price, 0));
            let more = u64::from(!counted);
            counted = true;
            self.price = Some((min.min(price), max.max(price), count + more));
        }
    }

    /// The counts as facets, labelled in the language of the buyer.
    pub(super) fn finish(self, locale: &str) -> Facets {
        let labels = Labels::new(self.table, &self.counts, locale);
        let mut values: HashMap<u32, Vec<FacetValue>> = HashMap::new();
        for (place, entry) in self.table.entries().iter().enumerate() {
            let (Some(group), count) = (entry.group, self.counts[place]) else {
                continue;
            };
            if count > 0 {
                let named = labels.of(entry.parts());
                values.entry(group).or_default().push(FacetValue {
                    value: entry.value().to_owned(),
                    label: named.label,
                    swatch: named.swatch,
                    count,
                });
            }
        }
        let mut groups: Vec<Facet> = self
            .table
            .groups()
            .iter()
            .filter_map(|(group, number)| {
                Some(Facet {
                    group: group.clone(),
                    label: labels.of_group(group),
                    values: most_frequent(group, values.remove(number)?),
                })
            })
            .collect();
        // Tags come last: there are many of them.
        let is_tags = |group: &FacetGroup| *group == FacetGroup::Product(ProductFacet::Tag);
        groups.sort_by(|a, b| (is_tags(&a.group), &a.group).cmp(&(is_tags(&b.group), &b.group)));
        Facets {
            available: self.available,
            unavailable: self.unavailable,
            price: self.price,
            groups,
        }
    }
}

/// The most frequent values, in alphabetical order.
fn most_frequent(group: &FacetGroup, mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    if values.len() > Facets::MOST_VALUES {
        values.sort_by(|a, b| (Reverse(a.count), &a.value).cmp(&(Reverse(b.count), &b.value)));
        values.truncate(Facets::MOST_VALUES);
    }
    values.sort_by_cached_key(|value| {
        super::languages::sort_text(match group {
            FacetGroup::Product(facet) => (facet.traits().name)(&value.value),
            _ => &value.value,
        })
    });
    values
}

/// Names and swatches of facets, taken from the products that were counted: the most frequent one
/// wins.
struct Labels<'a> {
    swatches: HashMap<(&'a str, &'a str), (u64, &'a str)>,
    values: HashMap<(&'a str, &'a str), (u64, &'a str)>,
    options: HashMap<&'a str, (u64, &'a str)>,
    fields: HashMap<(&'a str, &'a str, &'a str), (u64, &'a str)>,
}

#[derive(Default)]
struct Named {
    label: Option<String>,
    swatch: Option<String>,
}

impl<'a> Labels<'a> {
    fn new(table: &'a FacetTable, counts: &[u64], locale: &str) -> Self {
        let mut labels = Self {
            swatches: HashMap::new(),
            values: HashMap::new(),
            options: HashMap::new(),
            fields: HashMap::new(),
        };
        for (entry, &count) in table.entries().iter().zip(counts) {
            if entry.group.is_some() || count == 0 {
                continue;
            }
            let parts: Vec<&str> = entry.parts().collect();
            match parts.as_slice() {
                ["s", name, value, color] => {
                    more(&mut labels.swatches, (*name, *value), count, color)
                }
                ["n", letter, namespace, key, name] => {
                    more(&mut labels.fields, (*letter, *namespace, *key), count, name);
                }
                ["l", language, name, value, local_name, local_value] if *language == locale => {
                    more(&mut labels.values, (*name, *value), count, local_value);
                    more(&mut labels.options, *name, count, local_name);
                }
                _ => {}
            }
        }
        labels
    }

    fn of<'p>(&self, parts: impl Iterator<Item = &'p str>) -> Named {
        let parts: Vec<&str> = parts.collect();
        match parts.as_slice() {
            ["o", name, value] => Named {
                label: text(self.values.get(&(*name, *value))),
                swatch: text(self.swatches.get(&(*name, *value))),
            },
            _ => Named::default(),
        }
    }

    fn of_group(&self, group: &FacetGroup) -> Option<String> {
        match group {
            FacetGroup::Option(name) => text(self.options.get(name.as_str())),
            FacetGroup::ProductMetafield(namespace, key) => {
                text(self.fields.get(&("p", namespace.as_str(), key.as_str())))
            }
            FacetGroup::VariantMetafield(namespace, key) => {
                text(self.fields.get(&("m", namespace.as_str(), key.as_str())))
            }
            FacetGroup::Product(_) => None,
        }
    }
}

fn text(found: Option<&(u64, &str)>) -> Option<String> {
    found.map(|(_, text)| (*text).to_owned())
}

fn more<'a, K: std::hash::Hash + Eq>(
    best: &mut HashMap<K, (u64, &'a str)>,
    key: K,
    count: u64,
    text: &'a str,
) {
    let known = best.entry(key).or_insert((count, text));
    if count > known.0 {
        *known = (count, text);
    }
}

//! Filters, compiled once per listing and once per segment.
//!
//! Filters within a group are combined with OR, groups with AND. Filters on variants must hold for
//! one and the same variant: a red shirt in size M is not found if the red one is an S and only the
//! blue one an M.

use super::{
    facet_table::{FacetTable, group_of_filter},
    fields::list_number,
    segment::{Segment, Variants},
};
use crate::search::engine::{FacetGroup, SearchFilter, SearchRequest};
use std::collections::HashSet;
use tantivy::{DocId, columnar::Column};

/// The filter groups of a listing. The index of a group is its bit in a mask.
pub(super) struct Filters {
    groups: Vec<Group>,
    channel: i64,
    /// Bits of the groups that must hold for the same variant.
    variant_bits: u64,
}

struct Group {
    test: Test,
    /// Numbers of the facet groups whose counts ignore this filter group.
    facet_groups: HashSet<u32>,
}

enum Test {
    /// The product has one of these facets.
    Facets(HashSet<u32>),
    /// A variant has one of these facets.
    VariantFacets(HashSet<u32>),
    /// Whether available products (`yes`) and unavailable ones (`no`) are accepted.
    Available { yes: bool, no: bool },
    /// A price is within one of these ranges.
    Prices {
        ranges: Vec<(i64, i64)>,
        column: String,
    },
}

/// Result of applying the filters to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All groups match.
    Passes,
    /// The document fails only this group (one bit), or more than one group (zero).
    OnlyFor(u64),
}

/// Maximum number of filter groups in a listing.
const MOST_GROUPS: usize = 60;

impl Filters {
    /// Compiles the filters of a listing.
    pub(super) fn new(listing: &SearchRequest, table: &FacetTable) -> Self {
        let mut filters = Self {
            groups: Vec::new(),
            channel: listing.channel.0,
            variant_bits: 0,
        };
        let mut named: Vec<(FacetGroup, HashSet<u32>)> = Vec::new();
        let mut ranges = Vec::new();
        let (mut yes, mut no) = (false, false);
        for filter in &listing.filters {
            match filter {
                SearchFilter::Available(true) => yes = true,
                SearchFilter::Available(false) => no = true,
                SearchFilter::Price { min, max } => {
                    ranges.push((min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX)));
                }
                other => {
                    let group = folded(group_of_filter(other).expect("other filters have groups"));
                    let accepted = table.accepted(other);
                    match named.iter_mut().find(|(known, _)| *known == group) {
                        Some((_, all)) => all.extend(accepted),
                        None => named.push((group, accepted.into_iter().collect())),
                    }
                }
            }
        }
        if yes || no {
            filters.add(Test::Available { yes, no }, HashSet::new());
        }
        if !ranges.is_empty() {
            let column = format!("n.v{}", list_number(listing.price_list));
            filters.add(Test::Prices { ranges, column }, HashSet::new());
        }
        for (group, accepted) in named {
            let own = table.groups().iter();
            let own = own.filter(|(known, _)| folded((*known).clone()) == group);
            let own = own.map(|(_, number)| *number).collect();
            let of_variants = matches!(
                group,
                FacetGroup::Option(_) | FacetGroup::VariantMetafield(..)
            );
            if of_variants {
                filters.add(Test::VariantFacets(accepted), own);
            } else {
                filters.add(Test::Facets(accepted), own);
            }
        }
        filters
    }

    fn add(&mut self, test: Test, facet_groups: HashSet<u32>) {
        if self.groups.len() == MOST_GROUPS {
            return;
        }
        if matches!(test, Test::VariantFacets(_)) {
            self.variant_bits |= 1 << self.groups.len();
        }
        self.groups.push(Group { test, facet_groups });
    }

    /// Whether there are no filters.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Bits of the filter groups that the counts of a facet group ignore.
    pub(super) fn ignored_by(&self, facet_group: u32) -> u64 {
        self.mask_where(|group| group.facet_groups.contains(&facet_group))
    }

    /// Bit of the availability filter group.
    pub(super) fn availability_bit(&self) -> u64 {
        self.mask_where(|group| matches!(group.test, Test::Available { .. }))
    }

    /// Bit of the price filter group.
    pub(super) fn price_bit(&self) -> u64 {
        self.mask_where(|group| matches!(group.test, Test::Prices { .. }))
    }

    /// Whether any filter applies to variants.
    pub(super) fn of_variants(&self) -> bool {
        self.variant_bits != 0
    }

    fn mask_where(&self, test: impl Fn(&Group) -> bool) -> u64 {
        let bits = self.groups.iter().enumerate();
        bits.filter(|(_, group)| test(group))
            .fold(0, |mask, (place, _)| mask | 1 << place)
    }

    /// Prepares the filters for one segment.
    pub(super) fn on<'a>(
        &'a self,
        segment: &'a Segment,
        table: &FacetTable,
    ) -> tantivy::Result<SegmentFilters<'a>> {
        let mut price_columns = Vec::new();
        for group in &self.groups {
            price_columns.push(match &group.test {
                Test::Prices { column, .. } => segment.numbers(column)?,
                _ => None,
            });
        }
        let variants = if self.of_variants() {
            Some(segment.variants(table)?)
        } else {
            None
        };
        let masks = variants.map(|variants| {
            let kinds = variants.kinds.iter();
            kinds
                .map(|kind| self.mask_of_variant(&kind.channels, &kind.facets))
                .collect()
        });
        Ok(SegmentFilters {
            filters: self,
            segment,
            price_columns,
            available: segment.numbers("available")?,
            variants: variants.zip(masks),
        })
    }

    /// The groups that must hold for the same variant and that a kind of variant fails.
    /// Availability is checked on that variant too.
    fn mask_of_variant(&self, channels: &[i64], facets: &[u32]) -> u64 {
        let mut mask = 0;
        for (place, group) in self.groups.iter().enumerate() {
            let holds = match &group.test {
                Test::VariantFacets(accepted) => facets.iter().any(|f| accepted.contains(f)),
                Test::Available { yes, no } => {
                    if channels.contains(&self.channel) {
                        *yes
                    } else {
                        *no
                    }
                }
                Test::Facets(_) | Test::Prices { .. } => true,
            };
            if !holds {
                mask |= 1 << place;
            }
        }
        mask
    }
}

/// Names are compared ignoring case.
fn folded(group: FacetGroup) -> FacetGroup {
    match group {
        FacetGroup::Option(name) => FacetGroup::Option(name.to_lowercase()),
        other => other,
    }
}

/// Filters for one segment.
pub(super) struct SegmentFilters<'a> {
    filters: &'a Filters,
    segment: &'a Segment,
    price_columns: Vec<Option<Column<i64>>>,
    available: Option<Column<i64>>,
    /// The segment's variants, and the groups that each kind fails.
    variants: Option<(&'a Variants, Vec<u64>)>,
}

impl SegmentFilters<'_> {
    /// Applies the filters to a product.
    pub(super) fn verdict(&self, doc: DocId) -> Verdict {
        let mut mask = 0_u64;
        for (place, group) in self.filters.groups.iter().enumerate() {
            let holds = match &group.test {
                Test::Facets(accepted) => {
                    let facets = self.segment.facets.of(doc);
                    facets.iter().any(|facet| accepted.contains(facet))
                }
                Test::Prices { ranges, .. } => self.price_holds(place, ranges, doc),
                Test::Available { yes, no } if self.variants.is_none() => {
                    if self.is_available(doc) { *yes } else { *no }
                }
                // Checked on the variants, below.
                Test::Available { .. } | Test::VariantFacets(_) => true,
            };
            if !holds {
                mask |= 1 << place;
            }
        }
        match &self.variants {
            None if mask == 0 => Verdict::Passes,
            None => Verdict::OnlyFor(single_bit(mask)),
            Some((variants, masks)) => {
                let mut alone = 0;
                for &kind in variants.of.of(doc) {
                    match mask | masks[kind as usize] {
                        0 => return Verdict::Passes,
                        failed => alone |= single_bit(failed),
                    }
                }
                Verdict::OnlyFor(alone)
            }
        }
    }

    /// Whether buyers in the channel can buy a variant of the product.
    pub(super) fn is_available(&self, doc: DocId) -> bool {
        let Some(column) = &self.available else {
            return false;
        };
        column
            .values_for_doc(doc)
            .any(|channel| channel == self.filters.channel)
    }

    /// The facets of the product's variants that pass the filters, except the groups in `ignored`.
    pub(super) fn variant_facets(&self, doc: DocId, ignored: u64, facets: &mut Vec<u32>) {
        facets.clear();
        if let Some((variants, masks)) = &self.variants {
            for &kind in variants.of.of(doc) {
                if masks[kind as usize] & !ignored == 0 {
                    facets.extend(&variants.kinds[kind as usize].facets);
                }
            }
        }
        facets.sort_unstable();
        facets.dedup();
    }

    /// Whether buyers can buy a variant that passes all filters other than availability.
    pub(super) fn passing_is_available(&self, doc: DocId) -> bool {
        let Some((variants, masks)) = &self.variants else {
            return self.is_available(doc);
        };
        let ignored = self.filters.availability_bit();
        variants.of.of(doc).iter().any(|&kind| {
            masks[kind as usize] & !ignored == 0
                && variants.kinds[kind as usize]
                    .channels
                    .contains(&self.filters.channel)
        })
    }

    fn price_holds(&self, place: usize, ranges: &[(i64, i64)], doc: DocId) -> bool {
        self.price_columns[place].as_ref().is_some_and(|column| {
            column.values_for_doc(doc).any(|price| {
                ranges
                    .iter()
                    .any(|&(min, max)| min <= price && price <= max)
            })
        })
    }
}

/// The mask itself if it has exactly one bit, otherwise zero.
fn single_bit(mask: u64) -> u64 {
    if mask.is_power_of_two() { mask } else { 0 }
}

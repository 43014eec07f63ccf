//! The facets that come from fields of products: one table, which documents, the index, filters and
//! listings follow.

use serde::{Deserialize, Serialize};
use souk_entities::catalog::product;
use souk_kernel::codes::CountryCode;
use strum::{EnumIter, IntoEnumIterator};

/// A facet that comes from a field of products, in the order in which listings offer them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, EnumIter,
)]
pub enum ProductFacet {
    /// Categories and their parent categories.
    Category,
    /// Product types.
    ProductType,
    /// Vendors.
    Vendor,
    /// Countries where products were made, as ISO 3166 codes.
    CountryOfOrigin,
    /// Tags.
    Tag,
}

/// The properties of a facet.
#[derive(Clone, Copy, Debug)]
pub struct FacetTraits {
    /// First part of its terms in the index. No other facet has the same.
    pub letter: &'static str,
    /// Id of its filter, after `filter.p.`.
    pub id: &'static str,
    /// Display name of its filter.
    pub label: &'static str,
    /// The field of `ProductFilter` that selects a value.
    pub input: &'static str,
    /// The values that a product has.
    pub values: fn(&product::Model) -> Vec<String>,
    /// The name of a value, which listings sort by.
    pub name: fn(&str) -> &str,
}

impl ProductFacet {
    /// Its properties.
    pub fn traits(self) -> FacetTraits {
        match self {
            Self::Category => FacetTraits {
                letter: "c",
                id: "t.category",
                label: "Category",
                input: "category",
                values: |product| at_most_one(product.category.as_deref()),
                name: as_it_is,
            },
            Self::ProductType => FacetTraits {
                letter: "t",
                id: "product_type",
                label: "Product type",
                input: "productType",
                values: |product| at_most_one(Some(&product.product_type)),
                name: as_it_is,
            },
            Self::Vendor => FacetTraits {
                letter: "v",
                id: "vendor",
                label: "Vendor",
                input: "productVendor",
                values: |product| at_most_one(Some(&product.vendor)),
                name: as_it_is,
            },
            Self::CountryOfOrigin => FacetTraits {
                letter: "f",
                id: "country_of_origin",
                label: "Country of origin",
                input: "countryOfOrigin",
                values: |product| at_most_one(product.country_of_origin.as_deref()),
                name: country,
            },
            Self::Tag => FacetTraits {
                letter: "g",
                id: "tag",
                label: "Tag",
                input: "tag",
                values: |product| product.tags.0.clone(),
                name: as_it_is,
            },
        }
    }

    /// Every facet, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }

    /// The facet whose terms in the index begin with `letter`.
    pub fn of_letter(letter: &str) -> Option<Self> {
        Self::iter().find(|facet| facet.traits().letter == letter)
    }
}

/// The values of a field that has one or none.
fn at_most_one(value: Option<&str>) -> Vec<String> {
    let value = value.filter(|value| !value.is_empty());
    value.map(str::to_owned).into_iter().collect()
}

/// The name of values that are shown as they are stored.
fn as_it_is(value: &str) -> &str {
    value
}

fn country(code: &str) -> &str {
    match CountryCode::from_code(code) {
        Some(country) => country.english_name(),
        None => code,
    }
}

#[cfg(test)]
mod tests {
    use super::ProductFacet;
    use std::collections::HashSet;

    #[test]
    fn no_two_facets_share_a_letter_or_a_filter() {
        // The first ones are those of options, custom fields, swatches, labels and names.
        let mut letters = HashSet::from(["o", "p", "m", "s", "l", "n"]);
        let (mut ids, mut inputs) = (HashSet::new(), HashSet::new());
        for facet in ProductFacet::all() {
            let traits = facet.traits();
            assert!(letters.insert(traits.letter), "{facet:?}");
            assert!(ids.insert(traits.id), "{facet:?}");
            assert!(inputs.insert(traits.input), "{facet:?}");
            assert_eq!(ProductFacet::of_letter(traits.letter), Some(facet));
        }
    }
}

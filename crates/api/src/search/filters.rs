//! Filters of listings: those offered, and those requested by clients.

use crate::catalog::{MediaImage, TaxonomyCategory};
use crate::list::List;
use async_graphql::{Enum, InputObject, SimpleObject};
use souk_kernel::{
    codes::CountryCode,
    decimal::{RoundingStrategy, rounded_units},
    error::ApiError,
    scalars::{Color, JsonText},
};
use souk_shop::search::engine;

/// A filter that a listing offers.
#[derive(Clone, SimpleObject)]
pub struct Filter {
    /// Id, unique in the listing.
    pub id: String,
    /// Display name.
    pub label: String,
    /// How its values are presented.
    pub presentation: Option<FilterPresentation>,
    /// Type of the filter.
    #[graphql(name = "type")]
    pub kind: FilterType,
    /// Values of the filter, with the number of products that have each.
    #[graphql(complexity = "20 * child_complexity + 1")]
    pub values: List<FilterValue>,
}

/// A value of a filter.
#[derive(Clone, SimpleObject)]
pub struct FilterValue {
    /// Number of products that would be listed with this value.
    pub count: i32,
    /// Id, unique in the listing.
    pub id: String,
    /// Image that represents the value.
    pub image: Option<MediaImage>,
    /// The `ProductFilter` that selects this value, as JSON text.
    pub input: JsonText,
    /// Display name.
    pub label: String,
    /// Colour or image that represents the value.
    pub swatch: Option<Swatch>,
}

/// A colour or image that represents a value.
#[derive(Clone, SimpleObject)]
pub struct Swatch {
    /// Colour.
    pub color: Option<Color>,
    /// Image.
    pub image: Option<MediaImage>,
}

/// How the values of a filter are presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FilterPresentation {
    /// As images.
    Image,
    /// As swatches.
    Swatch,
    /// As text.
    Text,
}

/// Types of filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FilterType {
    /// Yes or no.
    Boolean,
    /// One or more values from a list.
    List,
    /// A minimum and a maximum price.
    PriceRange,
}

/// A condition on the products of a listing. Filters of the same kind are combined with OR, filters
/// of different kinds with AND.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ProductFilter {
    /// Whether a variant can be bought.
    pub available: Option<bool>,
    /// A category, which includes the categories below it.
    pub category: Option<CategoryFilter>,
    /// The country where the product was made.
    pub country_of_origin: Option<CountryCode>,
    /// The price of a variant.
    pub price: Option<PriceRangeFilter>,
    /// A custom field of the product.
    pub product_metafield: Option<MetafieldFilter>,
    /// The product type.
    pub product_type: Option<String>,
    /// The vendor.
    pub product_vendor: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// A custom field that represents an attribute of the category.
    pub taxonomy_metafield: Option<TaxonomyMetafieldFilter>,
    /// A custom field of a variant.
    pub variant_metafield: Option<MetafieldFilter>,
    /// An option value of a variant.
    pub variant_option: Option<VariantOptionFilter>,
}

/// A category.
#[derive(Clone, Debug, InputObject)]
pub struct CategoryFilter {
    /// Global id of the category.
    pub id: String,
}

/// A price range in the currency of the request, both bounds included.
#[derive(Clone, Debug, InputObject)]
pub struct PriceRangeFilter {
    /// Maximum price; no maximum if omitted.
    pub max: Option<f64>,
    /// Minimum price.
    #[graphql(default_with = "Some(0.0)")]
    pub min: Option<f64>,
}

/// A value of a custom field.
#[derive(Clone, Debug, InputObject)]
pub struct MetafieldFilter {
    /// Key.
    pub key: String,
    /// Namespace.
    pub namespace: String,
    /// Value as text.
    pub value: String,
}

/// A value of an attribute of a category.
#[derive(Clone, Debug, InputObject)]
pub struct TaxonomyMetafieldFilter {
    /// Key.
    pub key: String,
    /// Namespace.
    pub namespace: String,
    /// Value as text.
    pub value: String,
}

/// A value of an option.
#[derive(Clone, Debug, InputObject)]
pub struct VariantOptionFilter {
    /// Name of the option in the shop's language.
    pub name: String,
    /// Name of the value in the shop's language.
    pub value: String,
}

impl ProductFilter {
    /// Converts the filter to filters of the engine; prices have `digits` decimal places.
    pub(super) fn filters(self, digits: u32) -> Result<Vec<engine::SearchFilter>, ApiError> {
        use engine::{ProductFacet as P, SearchFilter as F};
        let category = self.category.map(|it| TaxonomyCategory::path_of(&it.id));
        let country = self.country_of_origin.map(CountryCode::code);
        let of_facets = [
            (P::Category, category.transpose()?),
            (P::ProductType, self.product_type),
            (P::Vendor, self.product_vendor),
            (P::CountryOfOrigin, country.map(str::to_owned)),
            (P::Tag, self.tag),
        ];
        let mut filters = Vec::new();
        filters.extend(self.available.map(F::Available));
        for (facet, value) in of_facets {
            filters.extend(value.map(|value| F::Product { facet, value }));
        }
        if let Some(PriceRangeFilter { max, min }) = self.price {
            filters.push(F::Price {
                min: min.map(|min| minor(min, digits, true)).transpose()?,
                max: max.map(|max| minor(max, digits, false)).transpose()?,
            });
        }
        let of_product = |namespace, key, value| F::ProductMetafield {
            namespace,
            key,
            value,
        };
        let field = self.product_metafield;
        filters.extend(field.map(|it| of_product(it.namespace, it.key, it.value)));
        let field = self.taxonomy_metafield;
        filters.extend(field.map(|it| of_product(it.namespace, it.key, it.value)));
        filters.extend(self.variant_metafield.map(|it| F::VariantMetafield {
            namespace: it.namespace,
            key: it.key,
            value: it.value,
        }));
        filters.extend(self.variant_option.map(|it| F::Option {
            name: it.name,
            value: it.value,
        }));
        Ok(filters)
    }
}

/// Converts a number to minor units by its decimal digits; amounts between two units are rounded
/// into the range.
fn minor(number: f64, digits: u32, up: bool) -> Result<i64, ApiError> {
    let bad = || ApiError::BadInput("invalid price".to_owned());
    if !number.is_finite() || number < 0.0 {
        return Err(bad());
    }
    let rounding = match up {
        true => RoundingStrategy::ToPositiveInfinity,
        false => RoundingStrategy::ToNegativeInfinity,
    };
    rounded_units(&number.to_string(), digits, rounding).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn prices_are_read_by_their_digits() {
        let read = |number, up| minor(number, 2, up).unwrap();
        assert_eq!(read(0.29, true), 29);
        assert_eq!(read(49.9, false), 4_990);
        assert_eq!(read(10.001, true), 1_001);
        assert_eq!(read(10.009, false), 1_000);
        assert_eq!(minor(150.5, 0, false).unwrap(), 150);
        assert!(minor(-1.0, 2, true).is_err());
        assert!(minor(f64::NAN, 2, true).is_err());
    }
}

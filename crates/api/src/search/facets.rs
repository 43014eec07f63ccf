//! Converts facets of the engine to filters of a listing.

use super::filters::{Filter, FilterPresentation, FilterType, FilterValue, Swatch};
use crate::catalog::TaxonomyCategory;
use serde_json::{Value, json};
use souk_kernel::{
    codes::CurrencyCode,
    money::Money,
    scalars::{Color, JsonText},
};
use souk_shop::search::engine::{Facet, FacetGroup, FacetValue, Facets, ProductFacet};

/// The filters that a listing offers, with prices in `currency`.
pub(super) fn filters(facets: &Facets, currency: CurrencyCode) -> Vec<Filter> {
    let mut filters = vec![availability(facets)];
    filters.extend(price(facets, currency));
    for facet in &facets.groups {
        filters.push(of_group(facet));
    }
    filters
}

fn value(id: String, label: &str, count: u64, input: &Value) -> FilterValue {
    FilterValue {
        count: i32::try_from(count).unwrap_or(i32::MAX),
        id,
        image: None,
        input: JsonText(input.to_string()),
        label: label.to_owned(),
        swatch: None,
    }
}

fn availability(facets: &Facets) -> Filter {
    let of = |flag: bool, label, count| {
        let id = format!("filter.v.availability.{}", i32::from(flag));
        value(id, label, count, &json!({"available": flag}))
    };
    Filter {
        id: "filter.v.availability".to_owned(),
        label: "Availability".to_owned(),
        presentation: Some(FilterPresentation::Text),
        kind: FilterType::List,
        values: vec![
            of(true, "In stock", facets.available),
            of(false, "Out of stock", facets.unavailable),
        ]
        .into(),
    }
}

fn price(facets: &Facets, currency: CurrencyCode) -> Option<Filter> {
    let (min, max, count) = facets.price?;
    let [min, max] = [min, max].map(|minor| Money::new(minor, currency).decimal());
    // The amounts are formatted as money, without converting them to floats.
    let input = format!("{{\"price\":{{\"min\":{min},\"max\":{max}}}}}");
    let mut value = value("filter.v.price".to_owned(), "Price", count, &Value::Null);
    value.input = JsonText(input);
    Some(Filter {
        id: "filter.v.price".to_owned(),
        label: "Price".to_owned(),
        presentation: None,
        kind: FilterType::PriceRange,
        values: vec![value].into(),
    })
}

fn of_group(facet: &Facet) -> Filter {
    let (id, name) = match &facet.group {
        FacetGroup::Product(facet) => {
            let traits = facet.traits();
            (format!("filter.p.{}", traits.id), traits.label)
        }
        FacetGroup::Option(name) => {
            let key = slug::slugify(name);
            (format!("filter.v.option.{key}"), name.as_str())
        }
        FacetGroup::ProductMetafield(namespace, key) => {
            (format!("filter.p.m.{namespace}.{key}"), key.as_str())
        }
        FacetGroup::VariantMetafield(namespace, key) => {
            (format!("filter.v.m.{namespace}.{key}"), key.as_str())
        }
    };
    let mut values = Vec::with_capacity(facet.values.len());
    for found in &facet.values {
        values.push(of_value(&id, &facet.group, found));
    }
    let swatches = facet.values.iter().any(|value| value.swatch.is_some());
    Filter {
        label: facet.label.clone().unwrap_or_else(|| name.to_owned()),
        presentation: Some(match swatches {
            true => FilterPresentation::Swatch,
            false => FilterPresentation::Text,
        }),
        kind: kind_of(facet),
        id,
        values: values.into(),
    }
}

/// A boolean custom field is a choice between yes and no.
fn kind_of(facet: &Facet) -> FilterType {
    let field = matches!(
        facet.group,
        FacetGroup::ProductMetafield(..) | FacetGroup::VariantMetafield(..)
    );
    let flags = || facet.values.iter().map(|value| value.value.as_str());
    match field && flags().all(|value| matches!(value, "true" | "false")) {
        true => FilterType::Boolean,
        false => FilterType::List,
    }
}

fn of_value(filter: &str, group: &FacetGroup, found: &FacetValue) -> FilterValue {
    let text = &found.value;
    let field =
        |namespace: &str, key: &str| json!({"namespace": namespace, "key": key, "value": text});
    let input = match group {
        FacetGroup::Product(ProductFacet::Category) => {
            json!({"category": {"id": TaxonomyCategory::new(text).gid().0}})
        }
        FacetGroup::Product(facet) => json!({facet.traits().input: text}),
        FacetGroup::Option(name) => json!({"variantOption": {"name": name, "value": text}}),
        FacetGroup::ProductMetafield(namespace, key) => {
            json!({"productMetafield": field(namespace, key)})
        }
        FacetGroup::VariantMetafield(namespace, key) => {
            json!({"variantMetafield": field(namespace, key)})
        }
    };
    let own_name = match group {
        FacetGroup::Product(ProductFacet::Category) => text.rsplit(" > ").next().unwrap_or(text),
        FacetGroup::Product(facet) => (facet.traits().name)(text),
        _ => text,
    };
    let label = found.label.as_deref().unwrap_or(own_name);
    let id = format!("{filter}.{}", slug::slugify(text));
    let mut value = value(id, label, found.count, &input);
    value.swatch = found.swatch.clone().map(|color| Swatch {
        color: Some(Color(color)),
        image: None,
    });
    value
}

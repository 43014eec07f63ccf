//! Rules that choose the products of collections. Pure functions, fast enough to run for every rule
//! of the shop whenever a product is saved.

use souk_entities::{
    catalog::{
        collection::{Rule, RuleColumn, RuleRelation, RuleSet},
        metafield, product, variant,
    },
    ids::{CollectionId, VariantId},
};
use souk_kernel::decimal::{RoundingStrategy, rounded_units};
use std::collections::HashMap;

/// A collection whose products are chosen by rules.
#[derive(Clone, Debug)]
pub struct RuleCollection {
    /// The collection.
    pub id: CollectionId,
    /// Its rules.
    pub rule_set: RuleSet,
}

/// Data that rules test.
#[derive(Clone, Copy, Debug)]
pub struct ProductFacts<'a> {
    /// The product.
    pub product: &'a product::Model,
    /// Its variants.
    pub variants: &'a [variant::Model],
    /// Its custom fields; may include those of its variants.
    pub metafields: &'a [metafield::Model],
    /// Units in stock of each variant at all locations, if known.
    pub stock: Option<&'a HashMap<VariantId, i64>>,
    /// Decimal places of the shop's currency, which conditions on prices are given in.
    pub currency_digits: u32,
}

/// Whether the rules match this product. An empty set of rules matches nothing.
pub fn rules_match(rule_set: &RuleSet, facts: &ProductFacts<'_>) -> bool {
    let mut rules = rule_set.rules.iter();
    if rule_set.applied_disjunctively {
        rules.any(|rule| holds(rule, facts))
    } else {
        !rule_set.rules.is_empty() && rules.all(|rule| holds(rule, facts))
    }
}

/// Whether one rule holds. If a product has several values, one match is enough; for negated
/// relations, none may match.
fn holds(rule: &Rule, facts: &ProductFacts<'_>) -> bool {
    let product = facts.product;
    let variants = facts.variants;
    match rule.column {
        RuleColumn::Title => text(rule, &[&product.title]),
        RuleColumn::Type => text(rule, &[&product.product_type]),
        RuleColumn::Vendor => text(rule, &[&product.vendor]),
        RuleColumn::Tag => text(rule, &refs(&product.tags.0)),
        RuleColumn::ProductCategory => category(rule, product.category.as_deref()),
        RuleColumn::VariantTitle => {
            let titles: Vec<&str> = variants.iter().map(|each| each.title.as_str()).collect();
            text(rule, &titles)
        }
        RuleColumn::VariantPrice => {
            let prices = variants.iter().map(|each| each.price);
            number(rule, prices, facts.currency_digits)
        }
        RuleColumn::VariantCompareAtPrice => {
            let prices = variants.iter().filter_map(|each| each.compare_at_price);
            number(rule, prices, facts.currency_digits)
        }
        RuleColumn::VariantWeight => number(rule, variants.iter().map(|each| each.weight_grams), 0),
        RuleColumn::VariantInventory => {
            let units = |each: &variant::Model| facts.stock?.get(&each.id).copied();
            number(rule, variants.iter().filter_map(units), 0)
        }
        RuleColumn::IsPriceReduced => {
            let reduced = variants.iter().any(is_reduced);
            reduced == (rule.relation != RuleRelation::IsNotSet)
        }
        RuleColumn::ProductMetafieldDefinition => {
            custom_field(rule, facts, "Product", rule.metafield.as_deref())
        }
        RuleColumn::VariantMetafieldDefinition => {
            custom_field(rule, facts, "ProductVariant", rule.metafield.as_deref())
        }
    }
}

fn is_reduced(variant: &variant::Model) -> bool {
    variant
        .compare_at_price
        .is_some_and(|before| before > variant.price)
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A category matches itself and its descendants.
fn category(rule: &Rule, path: Option<&str>) -> bool {
    let path = path.unwrap_or_default();
    let below = |condition: &str| {
        let rest = path.strip_prefix(condition);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" > "))
    };
    match rule.relation {
        RuleRelation::Equals => below(&rule.condition),
        RuleRelation::NotEquals => !below(&rule.condition),
        _ => text(rule, &[path]),
    }
}

fn custom_field(
    rule: &Rule,
    facts: &ProductFacts<'_>,
    owner: &str,
    definition: Option<&str>,
) -> bool {
    let Some((namespace, key)) = definition.and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    let values: Vec<&str> = facts
        .metafields
        .iter()
        .filter(|field| field.owner_type == owner)
        .filter(|field| field.namespace == namespace && field.key == key)
        .map(|field| field.value.as_str())
        .collect();
    match rule.relation {
        RuleRelation::GreaterThan | RuleRelation::LessThan => {
            let parse = |text: &str| text.parse::<f64>().ok();
            let Some(condition) = parse(&rule.condition) else {
                return false;
            };
            let greater = rule.relation == RuleRelation::GreaterThan;
            let fits = |value: f64| {
                if greater {
                    value > condition
                } else {
                    value < condition
                }
            };
            values.into_iter().filter_map(parse).any(fits)
        }
        _ => text(rule, &values),
    }
}

/// Compares texts, ignoring case.
fn text(rule: &Rule, values: &[&str]) -> bool {
    let condition = rule.condition.to_lowercase();
    let any = |fits: &dyn Fn(&str) -> bool| values.iter().any(|value| fits(&value.to_lowercase()));
    match rule.relation {
        RuleRelation::Equals => any(&|value| value == condition),
        RuleRelation::NotEquals => !any(&|value| value == condition),
        RuleRelation::Contains => any(&|value| value.contains(&condition)),
        RuleRelation::NotContains => !any(&|value| value.contains(&condition)),
        RuleRelation::StartsWith => any(&|value| value.starts_with(&condition)),
        RuleRelation::EndsWith => any(&|value| value.ends_with(&condition)),
        RuleRelation::IsSet => any(&|value| !value.is_empty()),
        RuleRelation::IsNotSet => !any(&|value| !value.is_empty()),
        RuleRelation::GreaterThan | RuleRelation::LessThan => false,
    }
}

/// Compares whole numbers with a decimal condition that has up to `digits` decimal places.
fn number(rule: &Rule, mut values: impl Iterator<Item = i64>, digits: u32) -> bool {
    match rule.relation {
        RuleRelation::IsSet => return values.next().is_some(),
        RuleRelation::IsNotSet => return values.next().is_none(),
        _ => {}
    }
    let Some(condition) = scaled(&rule.condition, digits) else {
        return false;
    };
    match rule.relation {
        RuleRelation::Equals => values.any(|value| value == condition),
        RuleRelation::NotEquals => !values.any(|value| value == condition),
        RuleRelation::GreaterThan => values.any(|value| value > condition),
        RuleRelation::LessThan => values.any(|value| value < condition),
        _ => false,
    }
}

/// `12.5` with two digits is 1,250. Further digits are cut off.
pub fn scaled(text: &str, digits: u32) -> Option<i64> {
    rounded_units(text.trim(), digits, RoundingStrategy::ToZero).ok()
}

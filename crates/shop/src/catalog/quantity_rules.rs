//! How many units may be bought at once: the rule of the market's price list takes precedence over
//! the variant's own.

use souk_entities::{
    catalog::variant::{self, QuantityRule},
    ids::PriceListId,
};

/// Any quantity from 1.
pub const ANY_QUANTITY: QuantityRule = QuantityRule {
    minimum: 1,
    maximum: None,
    increment: 1,
};

/// The rule for a variant under the price list `list`, or under the shop's own prices if there is
/// none.
pub fn quantity_rule_of_variant(row: &variant::Model, list: Option<PriceListId>) -> QuantityRule {
    let of_list = list.and_then(|list| of_list(row, list));
    of_list.or(row.quantity_rule).unwrap_or(ANY_QUANTITY)
}

/// The rule that a price list has for a variant.
pub fn of_list(row: &variant::Model, list: PriceListId) -> Option<QuantityRule> {
    let rules = row.list_quantity_rules.as_ref()?;
    rules.0.get(&list).copied()
}

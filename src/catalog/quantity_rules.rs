//! How many units a buyer may take: the rule of the market's price list over the variant's own.

use souk_entities::{
    catalog::variant::{self, QuantityRule},
    ids::PriceListId,
};

/// Any number from 1.
pub const ANY_QUANTITY: QuantityRule = QuantityRule {
    minimum: 1,
    maximum: None,
    increment: 1,
};

/// The rule for a variant where the prices of `list` are shown, the shop's own where absent.
pub fn of_variant(row: &variant::Model, list: Option<PriceListId>) -> QuantityRule {
    let of_list = list.and_then(|list| of_list(row, list));
    of_list.or(row.quantity_rule).unwrap_or(ANY_QUANTITY)
}

/// The rule that a list has of its own for a variant.
pub fn of_list(row: &variant::Model, list: PriceListId) -> Option<QuantityRule> {
    let rules = row.list_quantity_rules.as_ref()?;
    rules.0.get(&list).copied()
}

//! The stored variants of a plan, and how the plan changes them.

use super::plan::{
    BREAKS, BREAKS_CLEARED, BREAKS_GONE, Errors, NO_VARIANT, PRICES, PRICES_GONE, Placed, Plan,
    RULES, RULES_GONE,
};
use crate::catalog::{CatalogErrorCode as Code, quantity_rules};
use souk_entities::{
    catalog::{
        price_list_price::{self, QuantityBreak, QuantityBreaks},
        variant::{self, QuantityRule},
    },
    ids::{PriceListId, VariantId},
};
use std::collections::BTreeMap;

/// Maximum number of quantity price breaks of a variant in a list.
const MOST_BREAKS: usize = 10;

/// A variant with what the list has for it.
pub(crate) struct InList {
    pub(crate) row: variant::Model,
    pub(crate) fixed: Option<price_list_price::Model>,
    /// What was fixed when the change began.
    pub(crate) fixed_before: Option<i64>,
    /// Whether the rule of the list was set or deleted.
    pub(crate) has_new_rule: bool,
}

/// The variants of a plan.
pub(crate) struct State {
    list: PriceListId,
    pub(crate) variants: BTreeMap<VariantId, InList>,
}

impl State {
    pub(crate) fn new(
        list: PriceListId,
        variants: Vec<variant::Model>,
        fixed: Vec<price_list_price::Model>,
    ) -> Self {
        let mut found: BTreeMap<VariantId, InList> = BTreeMap::new();
        for row in variants {
            let id = row.id;
            let it = InList {
                row,
                fixed: None,
                fixed_before: None,
                has_new_rule: false,
            };
            found.insert(id, it);
        }
        for row in fixed {
            if let Some(it) = found.get_mut(&row.variant_id) {
                it.fixed_before = Some(row.price);
                it.fixed = Some(row);
            }
        }
        Self {
            list,
            variants: found,
        }
    }

    /// Makes the changes: deletions first, then prices, rules and prices by quantity.
    pub(crate) fn apply(&mut self, plan: &mut Plan) {
        self.delete(plan);
        let errors = &mut plan.errors;
        let list = self.list;
        let missing = Code::PriceAddVariantNotFound;
        self.each(
            &plan.prices_to_add,
            (PRICES, missing),
            errors,
            |it, fixed| {
                let breaks = it.fixed.take().map(|row| row.quantity_breaks);
                it.fixed = Some(price_list_price::Model {
                    price_list_id: list,
                    variant_id: it.row.id,
                    product_id: it.row.product_id,
                    price: fixed.price,
                    compare_at_price: fixed.compare_at,
                    quantity_breaks: breaks.unwrap_or_default(),
                });
                Ok(())
            },
        );
        let missing = Code::QuantityRuleAddVariantNotFound;
        self.each(&plan.rules_to_add, (RULES, missing), errors, |it, rule| {
            it.set_rule(list, Some(rule));
            Ok(())
        });
        let missing = Code::QuantityPriceBreakAddVariantNotFound;
        self.each(
            &plan.breaks_to_add,
            (BREAKS, missing),
            errors,
            |it, step| {
                let Some(fixed) = &mut it.fixed else {
                    let code = Code::QuantityPriceBreakAddPriceListPriceNotFound;
                    return Err((code, "The variant has no fixed price in the list."));
                };
                let breaks = &mut fixed.quantity_breaks;
                breaks.0.retain(|known| known.minimum != step.minimum);
                breaks.0.push(QuantityBreak {
                    minimum: step.minimum,
                    price: step.price,
                });
                breaks.0.sort_unstable_by_key(|it| it.minimum);
                if breaks.0.len() > MOST_BREAKS {
                    let code = Code::QuantityPriceBreakAddLimitExceeded;
                    return Err((
                        code,
                        "At most 10 quantity price breaks are allowed for a variant.",
                    ));
                }
                Ok(())
            },
        );
        self.check_together(plan);
    }

    fn delete(&mut self, plan: &mut Plan) {
        let errors = &mut plan.errors;
        let list = self.list;
        let missing = Code::QuantityRuleDeleteVariantNotFound;
        self.each(
            &plan.rules_to_delete,
            (RULES_GONE, missing),
            errors,
            |it, ()| {
                match quantity_rules::of_list(&it.row, list) {
                    Some(_) => it.set_rule(list, None),
                    None => {
                        let code = Code::QuantityRuleDeleteRuleNotFound;
                        return Err((code, "The variant has no quantity rule in the list."));
                    }
                }
                Ok(())
            },
        );
        let missing = Code::QuantityPriceBreakDeleteByVariantIdVariantNotFound;
        let cleared = &plan.breaks_to_clear;
        self.each(cleared, (BREAKS_CLEARED, missing), errors, |it, ()| {
            if let Some(fixed) = &mut it.fixed {
                fixed.quantity_breaks = QuantityBreaks::default();
            }
            Ok(())
        });
        let missing = Code::QuantityPriceBreakDeleteNotFound;
        let gone = &plan.breaks_to_delete;
        self.each(gone, (BREAKS_GONE, missing), errors, |it, minimum| {
            let breaks = it.fixed.as_mut().map(|row| &mut row.quantity_breaks.0);
            let place = breaks
                .as_ref()
                .and_then(|all| all.iter().position(|it| it.minimum == minimum));
            match (breaks, place) {
                (Some(breaks), Some(place)) => {
                    breaks.remove(place);
                    Ok(())
                }
                _ => Err((missing, "The quantity price break does not exist.")),
            }
        });
        let missing = Code::PriceDeleteVariantNotFound;
        let gone = &plan.prices_to_delete;
        self.each(gone, (PRICES_GONE, missing), errors, |it, ()| {
            match it.fixed.take() {
                Some(_) => Ok(()),
                None => Err((
                    Code::PriceDeletePriceNotFixed,
                    "The variant has no fixed price in the list.",
                )),
            }
        });
    }

    /// Applies a change to each variant in a list. Variants that do not exist get the error
    /// `missing`.
    fn each<T: Copy>(
        &mut self,
        list: &[Placed<T>],
        (name, missing): (&'static str, Code),
        errors: &mut Errors,
        change: impl Fn(&mut InList, T) -> Result<(), (Code, &'static str)>,
    ) {
        for &(place, id, what) in list {
            let at = (name, place);
            let changed = match self.variants.get_mut(&id) {
                Some(it) => change(it, what),
                None => Err((missing, NO_VARIANT)),
            };
            if let Err((code, why)) = changed {
                errors.add(code, at, "", why);
            }
        }
    }

    /// Checks the resulting quantity rules and quantity price breaks against each other.
    fn check_together(&self, plan: &mut Plan) {
        for &(place, id, step) in &plan.breaks_to_add {
            let Some(it) = self.variants.get(&id) else {
                continue;
            };
            let rule = quantity_rules::quantity_rule_of_variant(&it.row, Some(self.list));
            if let Some(([code, _], why)) = conflict(rule, step.minimum) {
                plan.errors
                    .add(code, (BREAKS, place), "minimumQuantity", why);
            }
        }
        for &(place, id, rule) in &plan.rules_to_add {
            let fixed = self.variants.get(&id).and_then(|it| it.fixed.as_ref());
            let is_new = |minimum: i32| {
                let mut added = plan.breaks_to_add.iter();
                added.any(|(_, variant, step)| (*variant, step.minimum) == (id, minimum))
            };
            let kept = fixed.iter().flat_map(|row| &row.quantity_breaks.0);
            let kept = kept.filter(|step| !is_new(step.minimum));
            if let Some(([_, code], why)) =
                kept.filter_map(|step| conflict(rule, step.minimum)).next()
            {
                plan.errors.add(code, (RULES, place), "", why);
            }
        }
    }
}

impl InList {
    fn set_rule(&mut self, list: PriceListId, rule: Option<QuantityRule>) {
        let mut rules = self.row.list_quantity_rules.take().unwrap_or_default();
        match rule {
            Some(rule) => rules.0.insert(list, rule),
            None => rules.0.remove(&list),
        };
        self.row.list_quantity_rules = (!rules.0.is_empty()).then_some(rules);
        self.has_new_rule = true;
    }
}

/// Why a quantity price break from `minimum` units on conflicts with a quantity rule: the error
/// codes for the price break and for the rule.
fn conflict(rule: QuantityRule, minimum: i32) -> Option<([Code; 2], &'static str)> {
    if minimum < rule.minimum {
        let codes = [
            Code::QuantityPriceBreakAddMinLowerThanQuantityRulesMin,
            Code::QuantityRuleAddMinimumHigherThanQuantityPriceBreakMin,
        ];
        return Some((codes, "A quantity price break starts below the minimum."));
    }
    if rule.maximum.is_some_and(|maximum| minimum > maximum) {
        let codes = [
            Code::QuantityPriceBreakAddMinHigherThanQuantityRulesMax,
            Code::QuantityRuleAddMaximumLowerThanQuantityPriceBreakMin,
        ];
        return Some((codes, "A quantity price break starts above the maximum."));
    }
    if minimum % rule.increment.max(1) != 0 {
        let codes = [
            Code::QuantityPriceBreakAddMinNotAMultipleOfQuantityRulesIncrement,
            Code::QuantityRuleAddIncrementNotAMultipleOfQuantityPriceBreakMin,
        ];
        return Some((
            codes,
            "A quantity price break does not start at a multiple of the increment.",
        ));
    }
    None
}

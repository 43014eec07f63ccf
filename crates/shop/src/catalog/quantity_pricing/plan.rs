//! Reads an input of `quantityPricingByVariantUpdate`, with all checks that do not need stored
//! data.

use super::{
    break_ids,
    inputs::{
        QuantityPriceBreakInput, QuantityPricingByVariantUpdateInput, QuantityRuleOfVariantInput,
    },
};
use crate::catalog::{CatalogErrorCode as Code, price_list_inputs::PriceListPriceInput};
use async_graphql::ID;
use souk_entities::{catalog::variant::QuantityRule, ids::VariantId};
use souk_kernel::{
    codes::CurrencyCode,
    ids::Gid,
    money::Money,
    refusal::Refusal,
    scalars::MoneyInput,
    validators::{MOST_ENTRIES, quoted},
};
use std::collections::HashSet;

/// An entry of a list in the input: its index, its variant and its value.
pub(crate) type Placed<T> = (usize, VariantId, T);

/// A fixed price to set, in minor units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    pub(crate) price: i64,
    pub(crate) compare_at: Option<i64>,
}

/// A quantity price break, in minor units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) minimum: i32,
    pub(crate) price: i64,
}

/// The requested changes.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) rules_to_delete: Vec<Placed<()>>,
    pub(crate) breaks_to_clear: Vec<Placed<()>>,
    pub(crate) breaks_to_delete: Vec<Placed<i32>>,
    pub(crate) prices_to_delete: Vec<Placed<()>>,
    pub(crate) prices_to_add: Vec<Placed<Fixed>>,
    pub(crate) rules_to_add: Vec<Placed<QuantityRule>>,
    pub(crate) breaks_to_add: Vec<Placed<Step>>,
    /// All errors in the input.
    pub(crate) errors: Errors,
}

/// Errors in the order in which they were found.
#[derive(Default)]
pub(crate) struct Errors(pub(super) Vec<Refusal<Code>>);

impl Errors {
    /// Adds an error for `field` of a list entry, or for the entry itself if `field` is empty.
    pub(crate) fn add(&mut self, code: Code, (list, place): At, field: &str, why: &str) {
        let place = place.to_string();
        let path = ["input", list, &place, field].into_iter();
        let path = path.filter(|part| !part.is_empty()).map(str::to_owned);
        self.0.push(Refusal {
            code,
            field: path.collect(),
            message: why.to_owned(),
        });
    }

    /// Adds an error for an argument.
    pub(crate) fn of_argument(&mut self, code: Code, path: &[&str], why: &str) {
        self.0.push(Refusal {
            code,
            field: path.iter().map(|&part| part.to_owned()).collect(),
            message: why.to_owned(),
        });
    }
}

/// A list of the input and the index of an entry.
pub(crate) type At = (&'static str, usize);

pub(crate) const RULES: &str = "quantityRulesToAdd";
pub(crate) const RULES_GONE: &str = "quantityRulesToDeleteByVariantId";
pub(crate) const BREAKS: &str = "quantityPriceBreaksToAdd";
pub(crate) const BREAKS_GONE: &str = "quantityPriceBreaksToDelete";
pub(crate) const BREAKS_CLEARED: &str = "quantityPriceBreaksToDeleteByVariantId";
pub(crate) const PRICES: &str = "pricesToAdd";
pub(crate) const PRICES_GONE: &str = "pricesToDeleteByVariantId";
pub(crate) const NO_VARIANT: &str = "The variant does not exist.";

impl Plan {
    /// Reads an input whose amounts must be in `currency`.
    pub(crate) fn read(
        input: &QuantityPricingByVariantUpdateInput,
        currency: CurrencyCode,
    ) -> Self {
        let mut plan = Self::default();
        let cleared = input
            .quantity_price_breaks_to_delete_by_variant_id
            .as_deref();
        let cleared = cleared.unwrap_or_default();
        plan.check_lengths(&[
            (RULES, input.quantity_rules_to_add.len()),
            (
                RULES_GONE,
                input.quantity_rules_to_delete_by_variant_id.len(),
            ),
            (BREAKS, input.quantity_price_breaks_to_add.len()),
            (BREAKS_GONE, input.quantity_price_breaks_to_delete.len()),
            (BREAKS_CLEARED, cleared.len()),
            (PRICES, input.prices_to_add.len()),
            (PRICES_GONE, input.prices_to_delete_by_variant_id.len()),
        ]);
        if !plan.errors.0.is_empty() {
            return plan;
        }
        let errors = &mut plan.errors;
        plan.rules_to_delete = variants(
            &input.quantity_rules_to_delete_by_variant_id,
            RULES_GONE,
            Code::QuantityRuleDeleteVariantNotFound,
            errors,
        );
        let code = Code::QuantityPriceBreakDeleteByVariantIdVariantNotFound;
        plan.breaks_to_clear = variants(cleared, BREAKS_CLEARED, code, errors);
        plan.prices_to_delete = variants(
            &input.prices_to_delete_by_variant_id,
            PRICES_GONE,
            Code::PriceDeleteVariantNotFound,
            errors,
        );
        plan.read_deleted_breaks(&input.quantity_price_breaks_to_delete);
        plan.read_prices(&input.prices_to_add, currency);
        plan.read_rules(&input.quantity_rules_to_add);
        plan.read_breaks(&input.quantity_price_breaks_to_add, currency);
        plan
    }

    /// The variants in the input without duplicates, in its order.
    pub(crate) fn variants(&self) -> Vec<VariantId> {
        let cleared = self.breaks_to_clear.iter().chain(&self.prices_to_delete);
        let gone = self.rules_to_delete.iter().chain(cleared).map(|it| it.1);
        let named = gone
            .chain(self.breaks_to_delete.iter().map(|it| it.1))
            .chain(self.prices_to_add.iter().map(|it| it.1))
            .chain(self.rules_to_add.iter().map(|it| it.1))
            .chain(self.breaks_to_add.iter().map(|it| it.1));
        let mut seen = HashSet::new();
        named.filter(|&id| seen.insert(id)).collect()
    }

    fn check_lengths(&mut self, lists: &[(&str, usize)]) {
        for (list, length) in lists.iter().filter(|(_, length)| *length > MOST_ENTRIES) {
            let why = format!("At most {MOST_ENTRIES} entries are allowed; {length} were given.");
            self.errors
                .of_argument(Code::TooMany, &["input", list], &why);
        }
    }

    fn read_deleted_breaks(&mut self, ids: &[ID]) {
        for (place, id) in ids.iter().enumerate() {
            match break_ids::parse(id) {
                Some((variant, minimum)) => self.breaks_to_delete.push((place, variant, minimum)),
                None => self.errors.add(
                    Code::QuantityPriceBreakDeleteNotFound,
                    (BREAKS_GONE, place),
                    "",
                    "The quantity price break does not exist.",
                ),
            }
        }
    }

    fn read_prices(&mut self, inputs: &[PriceListPriceInput], currency: CurrencyCode) {
        let codes = [Code::PriceAddCurrencyMismatch, Code::PriceAddInvalid];
        let mut seen = HashSet::new();
        for (place, input) in inputs.iter().enumerate() {
            let at = (PRICES, place);
            let errors = &mut self.errors;
            let missing = Code::PriceAddVariantNotFound;
            let variant = variant(&input.variant_id, at, missing, errors);
            let price = amount(&input.price, currency, (at, "price"), codes, errors);
            let before = input.compare_at_price.as_ref();
            let compare_at = before
                .map(|before| amount(before, currency, (at, "compareAtPrice"), codes, errors));
            let (Some(variant), Some(price)) = (variant, price) else {
                continue;
            };
            if !seen.insert(variant) {
                let why = "The variant is given twice.";
                errors.add(Code::PriceAddDuplicateInputForVariant, at, "variantId", why);
            }
            let compare_at = compare_at.flatten();
            let fixed = Fixed { price, compare_at };
            self.prices_to_add.push((place, variant, fixed));
        }
    }

    fn read_rules(&mut self, inputs: &[QuantityRuleOfVariantInput]) {
        let mut seen = HashSet::new();
        for (place, input) in inputs.iter().enumerate() {
            let at = (RULES, place);
            let errors = &mut self.errors;
            let missing = Code::QuantityRuleAddVariantNotFound;
            let variant = variant(&input.variant_id, at, missing, errors);
            for (code, field, why) in wrong_rule(input) {
                errors.add(code, at, field, why);
            }
            let Some(variant) = variant else { continue };
            if !seen.insert(variant) {
                let code = Code::QuantityRuleAddDuplicateInputForVariant;
                errors.add(code, at, "variantId", "The variant is given twice.");
            }
            let rule = QuantityRule {
                minimum: input.minimum,
                maximum: input.maximum,
                increment: input.increment,
            };
            self.rules_to_add.push((place, variant, rule));
        }
    }

    fn read_breaks(&mut self, inputs: &[QuantityPriceBreakInput], currency: CurrencyCode) {
        let codes = [
            Code::QuantityPriceBreakAddCurrencyMismatch,
            Code::QuantityPriceBreakAddInvalid,
        ];
        let mut seen = HashSet::new();
        for (place, input) in inputs.iter().enumerate() {
            let at = (BREAKS, place);
            let errors = &mut self.errors;
            let missing = Code::QuantityPriceBreakAddVariantNotFound;
            let variant = variant(&input.variant_id, at, missing, errors);
            let price = amount(&input.price, currency, (at, "price"), codes, errors);
            let minimum = input.minimum_quantity;
            if minimum < 1 {
                let why = "The minimum quantity must be at least 1.";
                errors.add(codes[1], at, "minimumQuantity", why);
            }
            let (Some(variant), Some(price)) = (variant, price) else {
                continue;
            };
            if !seen.insert((variant, minimum)) {
                let code = Code::QuantityPriceBreakAddDuplicateInputForVariantAndMin;
                let why = "The variant and quantity are given twice.";
                errors.add(code, at, "minimumQuantity", why);
            }
            let step = Step { minimum, price };
            self.breaks_to_add.push((place, variant, step));
        }
    }
}

/// Errors in a quantity rule that do not depend on other data.
fn wrong_rule(rule: &QuantityRuleOfVariantInput) -> Vec<(Code, &'static str, &'static str)> {
    let mut wrong = Vec::new();
    if rule.minimum < 1 {
        let code = Code::QuantityRuleAddMinimumIsLessThanOne;
        wrong.push((code, "minimum", "The minimum must be at least 1."));
    }
    if rule.increment < 1 {
        let code = Code::QuantityRuleAddIncrementIsLessThanOne;
        wrong.push((code, "increment", "The increment must be at least 1."));
    }
    if !wrong.is_empty() {
        return wrong;
    }
    if rule.increment > rule.minimum {
        let code = Code::QuantityRuleAddIncrementIsGreaterThanMinimum;
        let why = "The increment must not be above the minimum.";
        wrong.push((code, "increment", why));
    } else if rule.minimum % rule.increment != 0 {
        let code = Code::QuantityRuleAddMinimumNotAMultipleOfIncrement;
        let why = "The minimum must be a multiple of the increment.";
        wrong.push((code, "minimum", why));
    }
    if rule.maximum.is_some_and(|maximum| maximum < rule.minimum) {
        let code = Code::QuantityRuleAddMinimumGreaterThanMaximum;
        let why = "The minimum must not be above the maximum.";
        wrong.push((code, "minimum", why));
    } else if rule
        .maximum
        .is_some_and(|maximum| maximum % rule.increment != 0)
    {
        let code = Code::QuantityRuleAddMaximumNotAMultipleOfIncrement;
        let why = "The maximum must be a multiple of the increment.";
        wrong.push((code, "maximum", why));
    }
    wrong
}

fn variants(ids: &[ID], list: &'static str, missing: Code, errors: &mut Errors) -> Vec<Placed<()>> {
    let mut found = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        match VariantId::parse(id) {
            Ok(variant) => found.push((place, variant, ())),
            Err(_) => errors.add(missing, (list, place), "", NO_VARIANT),
        }
    }
    found
}

fn variant(id: &ID, at: At, missing: Code, errors: &mut Errors) -> Option<VariantId> {
    let found = VariantId::parse(id).ok();
    if found.is_none() {
        errors.add(missing, at, "variantId", NO_VARIANT);
    }
    found
}

/// An amount of at least 0. `codes` are the error codes for a wrong currency and for any other
/// error.
fn amount(
    input: &MoneyInput,
    currency: CurrencyCode,
    (at, field): (At, &str),
    codes: [Code; 2],
    errors: &mut Errors,
) -> Option<i64> {
    if input.currency_code != currency {
        let why = format!(
            "The amount must be in {}; it is in {}.",
            currency.code(),
            input.currency_code.code()
        );
        errors.add(codes[0], at, field, &why);
        return None;
    }
    match Money::parse(&input.amount.0, currency) {
        Ok(money) if money.minor() >= 0 => Some(money.minor()),
        _ => {
            let why = format!("{} is not a possible amount.", quoted(&input.amount.0));
            errors.add(codes[1], at, field, &why);
            None
        }
    }
}

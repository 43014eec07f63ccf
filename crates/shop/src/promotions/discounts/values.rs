//! Numbers, amounts and ids in discount inputs.

use crate::promotions::DiscountErrorCode;
use async_graphql::ID;
use souk_entities::orders::discount::{Amounts, CurrencyAmount};
use souk_kernel::{
    codes::CurrencyCode,
    ids::Gid,
    scalars::{Decimal, MoneyInput, UnsignedInt64},
    validators::{self as checks, Checked, few, refuse},
};
use std::collections::HashSet;

/// Maximum number of units in a discount, the same as on a cart line.
const MOST_UNITS: i64 = 1_000_000;

/// A number of at least 1.
pub(crate) fn count(number: i32, field: &str) -> Checked<i64, DiscountErrorCode> {
    if number < 1 {
        let why = format!(
            "{} must be at least 1; it is {number}.",
            checks::named(field)
        );
        return refuse(DiscountErrorCode::Invalid, field, why);
    }
    Ok(number.into())
}

/// A number of units, at least 1.
pub(crate) fn units(number: UnsignedInt64, field: &str) -> Checked<i64, DiscountErrorCode> {
    match i64::try_from(number.0) {
        Ok(units) if (1..=MOST_UNITS).contains(&units) => Ok(units),
        _ => {
            let why = format!("{} must be from 1 to {MOST_UNITS}.", checks::named(field));
            refuse(DiscountErrorCode::Invalid, field, why)
        }
    }
}

/// A share above 0 and at most 1, in millionths.
pub(crate) fn share(percentage: f64, field: &str) -> Checked<i64, DiscountErrorCode> {
    let millionths = match percentage {
        share if share > 0.0 && share <= 1.0 => checks::scaled(&format!("{share:.6}"), 6, field)?,
        _ => 0,
    };
    if millionths < 1 {
        let why = "The percentage must be above 0 and at most 1.";
        return refuse(DiscountErrorCode::Invalid, field, why);
    }
    Ok(millionths)
}

/// An amount above 0.
pub(crate) fn amount(
    amount: &Decimal,
    currency: CurrencyCode,
    field: &str,
) -> Checked<i64, DiscountErrorCode> {
    checks::above_zero(&amount.0, currency, field)
}

/// An amount in the shop's currency, and others in place of those that follow from it.
pub(crate) fn amounts(
    own: &Decimal,
    currency: CurrencyCode,
    others: &[MoneyInput],
    field: &str,
) -> Checked<Amounts, DiscountErrorCode> {
    let of = |currency: CurrencyCode, minor| CurrencyAmount {
        currency: currency.code().to_owned(),
        minor,
    };
    let minor = amount(own, currency, &format!("{field}.amount"))?;
    let mut amounts = vec![of(currency, minor)];
    few(others, &format!("{field}.amounts"))?;
    let mut seen = HashSet::from([currency]);
    for (place, other) in others.iter().enumerate() {
        let field = format!("{field}.amounts.{place}");
        let currency = other.currency_code;
        if !seen.insert(currency) {
            let why = "An amount in this currency is already given.";
            return refuse(
                DiscountErrorCode::Duplicate,
                &format!("{field}.currencyCode"),
                why,
            );
        }
        let minor = amount(&other.amount, currency, &format!("{field}.amount"))?;
        amounts.push(of(currency, minor));
    }
    Ok(Amounts(amounts))
}

/// Ids of one kind, each once.
pub(crate) fn ids<I: Gid + PartialEq>(
    ids: &[ID],
    field: &str,
) -> Checked<Vec<I>, DiscountErrorCode> {
    few(ids, field)?;
    let mut found: Vec<I> = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let id = checks::id(id, &format!("{field}.{place}"))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Ids of things that are there, each once.
pub(crate) fn known<I: Gid + PartialEq>(
    given: &[ID],
    field: &str,
    is_known: impl Fn(&I) -> bool,
) -> Checked<Vec<I>, DiscountErrorCode> {
    for (place, id) in given.iter().enumerate() {
        let field = format!("{field}.{place}");
        if !is_known(&checks::id(id, &field)?) {
            let why = format!("The {} does not exist.", I::KIND);
            return refuse(DiscountErrorCode::NotFound, &field, why);
        }
    }
    ids(given, field)
}

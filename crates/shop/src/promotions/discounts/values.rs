//! Numbers, amounts and ids in discount inputs.

use async_graphql::ID;
use souk_entities::orders::discount::{Amounts, CurrencyAmount};
use souk_kernel::{
    codes::CurrencyCode,
    ids::Gid,
    money::Money,
    refusal::RefusalCode,
    scalars::{Decimal, MoneyInput, UnsignedInt64},
    validators::{self as checks, Checked, few, refuse},
};
use std::collections::HashSet;

/// Maximum number of units in a discount, the same as on a cart line.
const MOST_UNITS: i64 = 1_000_000;

/// A number of at least 1.
pub(crate) fn count(number: i32, field: &str) -> Checked<i64> {
    if number < 1 {
        return refuse(RefusalCode::Invalid, field, "this is at least 1");
    }
    Ok(number.into())
}

/// A number of units, at least 1.
pub(crate) fn units(number: UnsignedInt64, field: &str) -> Checked<i64> {
    match i64::try_from(number.0) {
        Ok(units) if (1..=MOST_UNITS).contains(&units) => Ok(units),
        _ => {
            let why = format!("this is 1 to {MOST_UNITS}");
            refuse(RefusalCode::Invalid, field, why)
        }
    }
}

/// A share above 0 and at most 1, in millionths.
pub(crate) fn share(percentage: f64, field: &str) -> Checked<i64> {
    let millionths = match percentage {
        share if share > 0.0 && share <= 1.0 => checks::scaled(&format!("{share:.6}"), 6, field)?,
        _ => 0,
    };
    if millionths < 1 {
        let why = "a share is above 0 and at most 1";
        return refuse(RefusalCode::Invalid, field, why);
    }
    Ok(millionths)
}

/// An amount above 0.
pub(crate) fn amount(amount: &Decimal, currency: CurrencyCode, field: &str) -> Checked<i64> {
    match Money::parse(&amount.0, currency) {
        Ok(money) if money.minor() > 0 => Ok(money.minor()),
        Ok(_) => refuse(RefusalCode::Invalid, field, "an amount is above 0"),
        Err(error) => refuse(RefusalCode::Invalid, field, error.to_string()),
    }
}

/// An amount in the shop's currency, and others in place of those that follow from it.
pub(crate) fn amounts(
    own: &Decimal,
    currency: CurrencyCode,
    others: &[MoneyInput],
    field: &str,
) -> Checked<Amounts> {
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
            let why = "there is an amount in this currency already";
            return refuse(
                RefusalCode::Duplicate,
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
pub(crate) fn ids<I: Gid + PartialEq>(ids: &[ID], field: &str) -> Checked<Vec<I>> {
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
) -> Checked<Vec<I>> {
    for (place, id) in given.iter().enumerate() {
        let field = format!("{field}.{place}");
        if !is_known(&checks::id(id, &field)?) {
            let why = format!("{} not found", I::KIND);
            return refuse(RefusalCode::NotFound, &field, why);
        }
    }
    ids(given, field)
}

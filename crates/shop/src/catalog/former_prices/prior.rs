//! The lowest price of the 30 days before a reduction, as required by Article 6a of Directive
//! 98/6/EC.

use crate::catalog::{
    prices::{self, Pricing},
    store::OWN_PRICES,
};
use souk_entities::{
    Timestamp,
    catalog::{price_history, price_list_price, variant},
    ids::PriceListId,
};
use souk_kernel::money::MoneyError;

/// How long before a reduction prices count, in milliseconds.
pub(super) const WINDOW_MS: i64 = 30 * 86_400_000;

/// A price that has been replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Former {
    /// When it was replaced.
    pub(super) until: Timestamp,
    /// In minor units.
    pub(super) price: i64,
}

/// Former prices of a variant under `pricing`, oldest first: those of the price list and, if the
/// list has no fixed price now, the later ones derived from the shop's own former prices.
///
/// # Errors
///
/// When an amount is out of range.
pub(super) fn former(
    rows: &[price_history::Model],
    is_fixed: bool,
    pricing: &Pricing<'_>,
) -> Result<Vec<Former>, MoneyError> {
    let of = |list: PriceListId| {
        let rows = rows.iter().filter(move |row| row.price_list_id == list);
        let mut rows: Vec<Former> = rows
            .map(|row| Former {
                until: row.until,
                price: row.price,
            })
            .collect();
        rows.sort_unstable_by_key(|row| row.until);
        rows
    };
    let Some(list) = pricing.list else {
        return Ok(of(OWN_PRICES));
    };
    let mut found = of(list.id);
    if is_fixed {
        return Ok(found);
    }
    let since = found.last().map(|last| last.until);
    for own in of(OWN_PRICES) {
        if since.is_none_or(|since| own.until > since) {
            let price = prices::adjusted_price(own.price, list, pricing)?;
            found.push(Former { price, ..own });
        }
    }
    Ok(found)
}

/// The lowest of the former prices in the 30 days before `price` took effect; `None` if `price` was
/// not a reduction.
fn lowest_before(former: &[Former], price: i64) -> Option<i64> {
    let place = former.iter().rposition(|before| before.price != price)?;
    let last = former[place];
    if last.price < price {
        return None;
    }
    let since = last.until.0 - WINDOW_MS;
    let counted = former[..=place].iter().rev();
    let counted = counted.take_while(|before| before.until.0 > since);
    counted.map(|before| before.price).min()
}

/// The lowest price of a variant in the 30 days before its price was reduced to the current one, in
/// minor units. `rows` are its former prices; `fixed` is its fixed price in the price list.
///
/// # Errors
///
/// When an amount is out of range.
pub fn prior_price(
    row: &variant::Model,
    fixed: Option<&price_list_price::Model>,
    rows: &[price_history::Model],
    pricing: &Pricing<'_>,
) -> Result<Option<i64>, MoneyError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let price = prices::price_of_variant(row, fixed, pricing)?.price.minor();
    let former = former(rows, fixed.is_some(), pricing)?;
    Ok(lowest_before(&former, price))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn lowest(former: &[(i64, i64)], price: i64) -> Option<i64> {
        let former = former.iter().map(|&(day, price)| Former {
            until: Timestamp(day * DAY),
            price,
        });
        lowest_before(&former.collect::<Vec<_>>(), price)
    }

    #[test]
    fn the_lowest_of_thirty_days_before_a_reduction_counts() {
        assert_eq!(lowest(&[], 100), None);
        assert_eq!(lowest(&[(100, 100)], 80), Some(100));
        assert_eq!(lowest(&[(100, 70)], 80), None, "it was raised");
        // 70 ended within the window, 60 before it.
        let prices = [(60, 60), (80, 70), (100, 100)];
        assert_eq!(lowest(&prices, 80), Some(70));
        assert_eq!(lowest(&[(70, 60), (100, 100)], 80), Some(100));
        assert_eq!(lowest(&[(71, 60), (100, 100)], 80), Some(60));
        // Rewriting the same price is not a change.
        assert_eq!(lowest(&[(100, 100), (150, 80)], 80), Some(100));
    }
}

//! The pipeline: price × quantity → discounts → tax → total.

use super::{
    basket::{Basket, Line},
    priced::{Priced, PricedLine, Totals},
    sums::{PricingError, plus, sum},
    tax,
};
use souk_kernel::money::Money;

/// Prices a basket.
///
/// ```
/// # use souk_kernel::codes::CurrencyCode;
/// # use souk_shop::pricing::{Basket, Line, Rate, Taxed, price};
/// let vat = Rate { title: "VAT".to_owned(), rate: 200_000 };
/// let tea = Line {
///     unit_price: 123,
///     quantity: 3,
///     taxed: vec![Taxed { weight: 1, rates: vec![vat] }],
///     ..Line::default()
/// };
/// let basket = Basket {
///     currency: CurrencyCode::EUR,
///     prices_include_tax: false,
///     lines: vec![tea],
///     deliveries: Vec::new(),
/// };
/// assert_eq!(price(&basket)?.totals.total, 443); // 3.69 € and 0.74 € of tax
/// # Ok::<(), souk_shop::pricing::PricingError>(())
/// ```
///
/// # Errors
///
/// When a number is negative, discounts exceed a line, or an amount is out of range.
pub fn price(basket: &Basket) -> Result<Priced, PricingError> {
    let priced = |lines: &[Line]| {
        let lines = lines.iter();
        lines
            .map(|line| price_line(line, basket))
            .collect::<Result<Vec<_>, _>>()
    };
    let (lines, deliveries) = (priced(&basket.lines)?, priced(&basket.deliveries)?);
    Ok(Priced {
        currency: basket.currency,
        prices_include_tax: basket.prices_include_tax,
        totals: totals(&lines, &deliveries, basket.prices_include_tax)?,
        lines,
        deliveries,
    })
}

fn price_line(line: &Line, basket: &Basket) -> Result<PricedLine, PricingError> {
    if line.unit_price < 0 || line.quantity < 0 {
        return Err(PricingError::Negative);
    }
    let each = Money::new(line.unit_price, basket.currency);
    let subtotal = each.times(line.quantity)?.minor();
    let mut discount = 0_i64;
    for allocated in &line.discounts {
        if allocated.amount < 0 {
            return Err(PricingError::Negative);
        }
        discount = plus(discount, allocated.amount)?;
    }
    if discount > subtotal {
        return Err(PricingError::DiscountTooLarge);
    }
    let total = subtotal - discount;
    let taxes = tax::of_line(
        Money::new(total, basket.currency),
        &line.taxed,
        basket.prices_include_tax,
    )?;
    Ok(PricedLine {
        unit_price: line.unit_price,
        quantity: line.quantity,
        subtotal,
        discounts: line.discounts.clone(),
        discount,
        tax: sum(taxes.iter().map(|tax| tax.amount))?,
        taxes,
        total,
    })
}

fn totals(
    lines: &[PricedLine],
    deliveries: &[PricedLine],
    prices_include_tax: bool,
) -> Result<Totals, PricingError> {
    let mut totals = Totals {
        subtotal: sum(lines.iter().map(|line| line.subtotal))?,
        discount: sum(lines.iter().map(|line| line.discount))?,
        delivery: sum(deliveries.iter().map(|line| line.total))?,
        ..Totals::default()
    };
    for line in lines.iter().chain(deliveries) {
        tax::add(&mut totals.taxes, &line.taxes)?;
    }
    totals.tax = sum(totals.taxes.iter().map(|tax| tax.amount))?;
    totals.total = plus(totals.subtotal - totals.discount, totals.delivery)?;
    if !prices_include_tax {
        totals.total = plus(totals.total, totals.tax)?;
    }
    Ok(totals)
}

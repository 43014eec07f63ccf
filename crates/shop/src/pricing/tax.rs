//! The tax of a line.

use super::{
    basket::{Rate, Taxed, WHOLE},
    sums::{PricingError, plus},
};
use souk_entities::orders::order::TaxLine;
use souk_kernel::money::{Money, divide_half_away};

/// Tax of a line that costs `total`, by rate. The components of a bundle share the total first.
pub(super) fn of_line(
    total: Money,
    taxed: &[Taxed],
    included: bool,
) -> Result<Vec<TaxLine>, PricingError> {
    let mut taxes = Vec::new();
    if let [whole] = taxed {
        return of_amount(total, &whole.rates, included);
    }
    if taxed.is_empty() {
        return Ok(taxes);
    }
    let weights: Vec<u64> = taxed.iter().map(|part| part.weight).collect();
    for (share, part) in total.split(&weights)?.into_iter().zip(taxed) {
        add(&mut taxes, &of_amount(share, &part.rates, included)?)?;
    }
    Ok(taxes)
}

/// The tax is rounded once, over the sum of the rates; the rates share the result.
fn of_amount(amount: Money, rates: &[Rate], included: bool) -> Result<Vec<TaxLine>, PricingError> {
    if rates.is_empty() {
        return Ok(Vec::new());
    }
    let mut weights = Vec::with_capacity(rates.len());
    for rate in rates {
        weights.push(u64::try_from(rate.rate).map_err(|_| PricingError::Negative)?);
    }
    let together: i128 = rates.iter().map(|rate| i128::from(rate.rate)).sum();
    let whole = i128::from(WHOLE);
    let divisor = if included { whole + together } else { whole };
    let tax = divide_half_away(i128::from(amount.minor()) * together, divisor)?;
    let shares = Money::new(tax, amount.currency()).split(&weights)?;
    let rates = rates.iter().zip(shares);
    Ok(rates
        .map(|(rate, share)| TaxLine {
            title: rate.title.clone(),
            rate: rate.rate,
            amount: share.minor(),
        })
        .collect())
}

/// Adds taxes to a table of taxes by rate.
pub(super) fn add(table: &mut Vec<TaxLine>, taxes: &[TaxLine]) -> Result<(), PricingError> {
    for tax in taxes {
        let alike = |known: &&mut TaxLine| known.rate == tax.rate && known.title == tax.title;
        match table.iter_mut().find(alike) {
            Some(known) => known.amount = plus(known.amount, tax.amount)?,
            None => table.push(tax.clone()),
        }
    }
    Ok(())
}

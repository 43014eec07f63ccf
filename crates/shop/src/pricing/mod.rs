//! What carts, orders and refunds cost. There is one pipeline: price × quantity → discounts → tax →
//! total, and everything that needs an amount uses it. It uses no database, and no currency but the
//! one it is given.
//!
//! Amounts are whole minor units. Tax is computed for each line as a whole and rounded once, half
//! away from zero; several rates of a line are added up before that, and share the tax by largest
//! remainder. So the tax of a basket is the sum of the taxes of its lines, whatever their order.

mod tax;
#[cfg(test)]
mod vectors;

use serde::{Deserialize, Serialize};
pub use souk_entities::orders::{order::TaxLine, order_line::DiscountShare};
use souk_kernel::{
    codes::CurrencyCode,
    money::{Money, MoneyError, divide_half_away},
};

/// A rate of 100 %.
pub const WHOLE: i64 = 1_000_000;

/// What is priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// Currency of every amount in it.
    pub currency: CurrencyCode,
    /// Whether prices include tax; else it is added.
    pub prices_include_tax: bool,
    /// What is bought.
    pub lines: Vec<Line>,
    /// What is paid for delivery, one line for each delivery.
    pub deliveries: Vec<Line>,
}

/// A number of units of something, or a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Price of one unit, at least 0.
    pub unit_price: i64,
    /// Number of units, at least 0.
    pub quantity: i64,
    /// What is taken off all units together, at most their price.
    pub discounts: Vec<DiscountShare>,
    /// How it is taxed. Most lines are taxed as a whole; a bundle is taxed by its components, which
    /// share its price by weight. Empty if there is no tax.
    pub taxed: Vec<Taxed>,
}

/// A part of a line that is taxed uniformly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxed {
    /// Its weight in the line's price, relative to the other parts.
    pub weight: u64,
    /// The rates, which add up.
    pub rates: Vec<Rate>,
}

/// A tax rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Name shown, such as `VAT`.
    pub title: String,
    /// In millionths: 19 % is 190,000.
    pub rate: i64,
}

/// What a basket costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    /// Currency of every amount.
    pub currency: CurrencyCode,
    /// Whether prices include tax; else it is added to them.
    pub prices_include_tax: bool,
    /// The lines, in the order they were given.
    pub lines: Vec<PricedLine>,
    /// The deliveries, in the order they were given.
    pub deliveries: Vec<PricedLine>,
    /// Totals of the basket.
    pub totals: Totals,
}

/// What a line or a delivery costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricedLine {
    /// Price of one unit.
    pub unit_price: i64,
    /// Number of units.
    pub quantity: i64,
    /// Price of all units.
    pub subtotal: i64,
    /// What discounts take off.
    pub discounts: Vec<DiscountShare>,
    /// What they take off in total.
    pub discount: i64,
    /// Tax of all units by rate: included in `total` if prices include tax, else on top of it.
    pub taxes: Vec<TaxLine>,
    /// The sum of `taxes`.
    pub tax: i64,
    /// `subtotal` minus `discount`.
    pub total: i64,
}

/// Sums over a basket: `total` is `subtotal - discount + delivery`, plus `tax` if it is added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Price of all lines.
    pub subtotal: i64,
    /// What discounts take off the lines.
    pub discount: i64,
    /// Price of all deliveries after discounts.
    pub delivery: i64,
    /// Tax of lines and deliveries by rate: sums of theirs, never computed anew.
    pub taxes: Vec<TaxLine>,
    /// The sum of `taxes`.
    pub tax: i64,
    /// Amount to pay.
    pub total: i64,
}

/// Why a basket has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// A price, quantity, discount or rate is below 0.
    #[error("a price, quantity, discount or rate is negative")]
    Negative,
    /// Discounts take off more than a line costs.
    #[error("discounts exceed the price of a line")]
    DiscountTooLarge,
    /// An amount does not fit into 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

const OUT_OF_RANGE: PricingError = PricingError::Money(MoneyError::OutOfRange);

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

impl PricedLine {
    /// What the next `units` cost after `before` of them: their shares of price, discount and tax.
    /// However the units are split, their shares add up exactly to the line, so that refunds return
    /// what was paid.
    ///
    /// # Errors
    ///
    /// When the line has fewer units.
    pub fn share(&self, before: i64, units: i64) -> Result<Self, PricingError> {
        if before < 0 || units < 0 {
            return Err(PricingError::Negative);
        }
        let until = plus(before, units)?;
        if until > self.quantity {
            return Err(OUT_OF_RANGE);
        }
        let of = |amount: i64| -> Result<i64, PricingError> {
            let up_to = |units: i64| {
                let whole = i128::from(self.quantity.max(1));
                divide_half_away(i128::from(amount) * i128::from(units), whole)
            };
            Ok(up_to(until)? - up_to(before)?)
        };
        let mut discounts = self.discounts.clone();
        for discount in &mut discounts {
            discount.amount = of(discount.amount)?;
        }
        let mut taxes = self.taxes.clone();
        for tax in &mut taxes {
            tax.amount = of(tax.amount)?;
        }
        let (discount, total) = (sum(discounts.iter().map(|it| it.amount))?, of(self.total)?);
        Ok(Self {
            unit_price: self.unit_price,
            quantity: units,
            subtotal: plus(total, discount)?,
            discounts,
            discount,
            tax: sum(taxes.iter().map(|tax| tax.amount))?,
            taxes,
            total,
        })
    }
}

fn plus(left: i64, right: i64) -> Result<i64, PricingError> {
    left.checked_add(right).ok_or(OUT_OF_RANGE)
}

fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, PricingError> {
    amounts.into_iter().try_fold(0, plus)
}

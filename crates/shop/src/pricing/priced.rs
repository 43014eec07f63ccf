//! What a basket costs.

use super::sums::{OUT_OF_RANGE, PricingError, plus, sum};
use serde::{Deserialize, Serialize};
use souk_entities::orders::{order::TaxLine, order_line::DiscountShare};
use souk_kernel::{codes::CurrencyCode, money::divide_half_away};

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

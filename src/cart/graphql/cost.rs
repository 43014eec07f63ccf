//! What carts and their lines cost.

use crate::{
    cart::view::{CartView, LineView},
    scalars::MoneyV2,
};
use async_graphql::SimpleObject;

/// What a cart costs. Tax, duty and delivery are known at the checkout.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartCost {
    /// What is paid at the checkout, as far as known.
    checkout_charge_amount: MoneyV2,
    /// Price of all lines.
    subtotal_amount: MoneyV2,
    /// Whether the checkout may find another price of the lines.
    subtotal_amount_estimated: bool,
    /// Price of all lines with what is added to it, as far as known.
    total_amount: MoneyV2,
    /// Whether the checkout may find another total.
    total_amount_estimated: bool,
    /// Duty; null before the checkout.
    #[graphql(deprecation = "Duty is told at the checkout.")]
    total_duty_amount: Option<MoneyV2>,
    /// Whether the checkout may find another duty.
    #[graphql(deprecation = "Duty is told at the checkout.")]
    total_duty_amount_estimated: bool,
    /// Tax; null before the checkout.
    #[graphql(deprecation = "Tax is told at the checkout.")]
    total_tax_amount: Option<MoneyV2>,
    /// Whether the checkout may find another tax.
    #[graphql(deprecation = "Tax is told at the checkout.")]
    total_tax_amount_estimated: bool,
}

impl CartCost {
    pub(super) fn of(cart: &CartView) -> Self {
        let subtotal = MoneyV2::from(cart.subtotal);
        Self {
            checkout_charge_amount: subtotal.clone(),
            subtotal_amount: subtotal.clone(),
            subtotal_amount_estimated: false,
            total_amount: subtotal,
            total_amount_estimated: true,
            total_duty_amount: None,
            total_duty_amount_estimated: true,
            total_tax_amount: None,
            total_tax_amount_estimated: true,
        }
    }
}

/// What a cart costs, under its former name.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartEstimatedCost {
    /// What is paid at the checkout, as far as known.
    checkout_charge_amount: MoneyV2,
    /// Price of all lines.
    subtotal_amount: MoneyV2,
    /// Price of all lines with what is added to it, as far as known.
    total_amount: MoneyV2,
    /// Duty; null before the checkout.
    total_duty_amount: Option<MoneyV2>,
    /// Tax; null before the checkout.
    total_tax_amount: Option<MoneyV2>,
}

impl CartEstimatedCost {
    pub(super) fn of(cart: &CartView) -> Self {
        let subtotal = MoneyV2::from(cart.subtotal);
        Self {
            checkout_charge_amount: subtotal.clone(),
            subtotal_amount: subtotal.clone(),
            total_amount: subtotal,
            total_duty_amount: None,
            total_tax_amount: None,
        }
    }
}

/// What a line costs.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartLineCost {
    /// Price of one unit.
    amount_per_quantity: MoneyV2,
    /// Price of one unit before a reduction.
    compare_at_amount_per_quantity: Option<MoneyV2>,
    /// Price of all units.
    subtotal_amount: MoneyV2,
    /// Price of all units, discounts taken off.
    total_amount: MoneyV2,
}

impl CartLineCost {
    pub(super) fn of(line: &LineView) -> Self {
        Self {
            amount_per_quantity: line.each.into(),
            compare_at_amount_per_quantity: line.compare_at.map(MoneyV2::from),
            subtotal_amount: line.subtotal.into(),
            total_amount: line.subtotal.into(),
        }
    }
}

/// What a line costs, under its former name.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartLineEstimatedCost {
    /// Price of one unit.
    amount: MoneyV2,
    /// Price of one unit before a reduction.
    compare_at_amount: Option<MoneyV2>,
    /// Price of all units.
    subtotal_amount: MoneyV2,
    /// Price of all units, discounts taken off.
    total_amount: MoneyV2,
}

impl CartLineEstimatedCost {
    pub(super) fn of(line: &LineView) -> Self {
        Self {
            amount: line.each.into(),
            compare_at_amount: line.compare_at.map(MoneyV2::from),
            subtotal_amount: line.subtotal.into(),
            total_amount: line.subtotal.into(),
        }
    }
}

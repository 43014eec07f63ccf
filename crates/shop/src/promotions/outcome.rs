//! The result of applying discounts to a cart.

use super::reason::IneligibleReason;

/// The result of applying discounts to a cart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiscountOutcome {
    /// The discounts that apply, in the order in which they are taken off.
    pub applied: Vec<AppliedDiscount>,
    /// For each candidate whether it applies, or why not.
    pub verdicts: Vec<Result<(), IneligibleReason>>,
}

/// What an applied discount takes off. Amounts are minor units of the cart's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedDiscount {
    /// Index of the discount among the candidates.
    pub candidate: usize,
    /// What it takes off each line of the basket.
    pub lines: Vec<i64>,
    /// What it takes off each delivery of the basket; empty if none.
    pub deliveries: Vec<i64>,
}

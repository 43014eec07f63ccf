//! What lines of carts cost.

use crate::money::MoneyV2;
use async_graphql::SimpleObject;
use souk_kernel::error::ApiError;
use souk_shop::cart::view::LineView;

/// What a line costs.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartLineCost {
    /// Price of one unit.
    amount_per_quantity: MoneyV2,
    /// Price of one unit before a price reduction.
    compare_at_amount_per_quantity: Option<MoneyV2>,
    /// Price of all units.
    subtotal_amount: MoneyV2,
    /// Price of all units after product discounts.
    total_amount: MoneyV2,
}

impl CartLineCost {
    pub(super) fn of(line: &LineView) -> Result<Self, ApiError> {
        Ok(Self {
            amount_per_quantity: line.each.into(),
            compare_at_amount_per_quantity: line.compare_at.map(MoneyV2::from),
            subtotal_amount: line.subtotal.into(),
            total_amount: line.total()?.into(),
        })
    }
}

/// Former version of `CartLineCost`.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartLineEstimatedCost {
    /// Price of one unit.
    amount: MoneyV2,
    /// Price of one unit before a price reduction.
    compare_at_amount: Option<MoneyV2>,
    /// Price of all units.
    subtotal_amount: MoneyV2,
    /// Price of all units after product discounts.
    total_amount: MoneyV2,
}

impl CartLineEstimatedCost {
    pub(super) fn of(line: &LineView) -> Result<Self, ApiError> {
        Ok(Self {
            amount: line.each.into(),
            compare_at_amount: line.compare_at.map(MoneyV2::from),
            subtotal_amount: line.subtotal.into(),
            total_amount: line.total()?.into(),
        })
    }
}

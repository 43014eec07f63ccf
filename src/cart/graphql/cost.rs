//! What carts and their lines cost.

use super::cart::Cart;
use crate::{
    cart::{delivery, gift_cards, view::LineView},
    error::ApiError,
    money::Money,
    scalars::MoneyV2,
};
use async_graphql::{Context, Description, Object, SimpleObject};

/// What a cart costs, as far as known: the checkout tells what is still missing.
#[derive(Clone, Description)]
pub struct CartCost(pub(super) Cart);

#[Object(use_type_description)]
impl CartCost {
    /// What is paid at the checkout beside gift cards, as far as known: what a payment must be for.
    async fn checkout_charge_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.left_to_pay(ctx).await
    }

    /// Price of all lines, discounts of some goods taken off. Discounts of the whole order are not.
    async fn subtotal_amount(&self) -> Result<MoneyV2, ApiError> {
        self.0.subtotal()
    }

    /// Whether the checkout may find another price of the lines.
    async fn subtotal_amount_estimated(&self) -> bool {
        false
    }

    /// Price of all lines with tax and the chosen delivery, every discount taken off, as far as known.
    /// Gift cards pay for it and do not make it less.
    async fn total_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.total(ctx).await
    }

    /// Whether the checkout may find another total.
    async fn total_amount_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let view = self.0.view();
        let is_undecided = view.groups.iter().any(|group| group.chosen.is_none());
        Ok(self.0.is_tax_estimated(ctx).await? || is_undecided)
    }

    /// Duty; null before the checkout.
    #[graphql(deprecation = "Duty is told at the checkout.")]
    async fn total_duty_amount(&self) -> Option<MoneyV2> {
        None
    }

    /// Whether the checkout may find another duty.
    #[graphql(deprecation = "Duty is told at the checkout.")]
    async fn total_duty_amount_estimated(&self) -> bool {
        true
    }

    /// Tax of the lines and of the chosen delivery, contained in their prices or added to them as the
    /// market has it: where the cart goes, or in the buyer's country while it has no address. Null
    /// when the tax is not known now.
    #[graphql(deprecation = "Tax is told at the checkout.")]
    async fn total_tax_amount(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.0.tax(ctx).await.transpose()
    }

    /// Whether the checkout may find another tax.
    #[graphql(deprecation = "Tax is told at the checkout.")]
    async fn total_tax_amount_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        self.0.is_tax_estimated(ctx).await
    }
}

/// What a cart costs, under its former name.
#[derive(Clone, Description)]
pub struct CartEstimatedCost(pub(super) Cart);

#[Object(use_type_description)]
impl CartEstimatedCost {
    /// What is paid at the checkout beside gift cards, as far as known: what a payment must be for.
    async fn checkout_charge_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.left_to_pay(ctx).await
    }

    /// Price of all lines, discounts of some goods taken off. Discounts of the whole order are not.
    async fn subtotal_amount(&self) -> Result<MoneyV2, ApiError> {
        self.0.subtotal()
    }

    /// Price of all lines with tax and the chosen delivery, every discount taken off, as far as known.
    /// Gift cards pay for it and do not make it less.
    async fn total_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.total(ctx).await
    }

    /// Duty; null before the checkout.
    async fn total_duty_amount(&self) -> Option<MoneyV2> {
        None
    }

    /// Tax, contained in prices or added to them as the market has it; null when it is not known now.
    async fn total_tax_amount(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.0.tax(ctx).await.transpose()
    }
}

impl Cart {
    fn subtotal(&self) -> Result<MoneyV2, ApiError> {
        let view = self.view();
        let mut subtotal = Money::new(0, view.audience.currency);
        for line in &view.lines {
            subtotal = subtotal.plus(line.total()?)?;
        }
        Ok(subtotal.into())
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.quote(ctx).await?.total().into())
    }

    async fn left_to_pay(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        let quote = self.quote(ctx).await?;
        Ok(gift_cards::left_to_pay(self.view(), quote).into())
    }

    async fn tax(&self, ctx: &Context<'_>) -> Result<Option<MoneyV2>, ApiError> {
        let quote = self.quote(ctx).await?;
        let (has_tax, priced) = (quote.has_tax, &quote.priced);
        let tax = Money::new(priced.totals.tax, priced.currency);
        Ok(has_tax.then(|| tax.into()))
    }

    /// Whether the tax may be another one at the checkout: it is not known, or not where the cart goes.
    async fn is_tax_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let has_address = delivery::address(&self.view().row).is_some();
        Ok(!has_address || !self.quote(ctx).await?.has_tax)
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
    /// Price of all units, discounts of some goods taken off.
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

/// What a line costs, under its former name.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartLineEstimatedCost {
    /// Price of one unit.
    amount: MoneyV2,
    /// Price of one unit before a reduction.
    compare_at_amount: Option<MoneyV2>,
    /// Price of all units.
    subtotal_amount: MoneyV2,
    /// Price of all units, discounts of some goods taken off.
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

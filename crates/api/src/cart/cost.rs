//! What carts cost.

use super::quoted_cart::QuotedCart;
use crate::money::MoneyV2;
use async_graphql::{Context, Description, Object};
use souk_kernel::{error::ApiError, money::Money};
use souk_shop::cart::{delivery, gift_cards};

/// What a cart costs, as far as known; the checkout adds what is still missing.
#[derive(Clone, Description)]
pub struct CartCost(pub(super) QuotedCart);

#[Object(use_type_description)]
impl CartCost {
    /// Amount to pay at the checkout after gift cards, as far as known. A payment must be for this
    /// amount.
    async fn checkout_charge_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.left_to_pay(ctx).await
    }

    /// Price of all lines after product discounts, before order discounts.
    async fn subtotal_amount(&self) -> Result<MoneyV2, ApiError> {
        self.0.subtotal()
    }

    /// Whether the subtotal may change at the checkout.
    async fn subtotal_amount_estimated(&self) -> bool {
        false
    }

    /// Price of all lines, tax and the selected delivery options after all discounts, as far as
    /// known. Gift cards pay for it and do not reduce it.
    async fn total_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.total(ctx).await
    }

    /// Whether the total may change at the checkout.
    async fn total_amount_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let view = self.0.view();
        let is_undecided = view.groups.iter().any(|group| group.chosen.is_none());
        Ok(self.0.is_tax_estimated(ctx).await? || is_undecided)
    }

    /// Total duty; null before checkout.
    #[graphql(deprecation = "Duties are calculated at checkout.")]
    async fn total_duty_amount(&self) -> Option<MoneyV2> {
        None
    }

    /// Whether the duty may change at the checkout.
    #[graphql(deprecation = "Duties are calculated at checkout.")]
    async fn total_duty_amount_estimated(&self) -> bool {
        true
    }

    /// Tax on the lines and the selected delivery options, included in their prices or added to
    /// them depending on the market. It is computed for the delivery address, or for the buyer's
    /// country if there is no address. Null if the tax is not known at the moment.
    #[graphql(deprecation = "Final taxes are calculated at checkout.")]
    async fn total_tax_amount(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.0.tax(ctx).await.transpose()
    }

    /// Whether the tax may change at the checkout.
    #[graphql(deprecation = "Final taxes are calculated at checkout.")]
    async fn total_tax_amount_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        self.0.is_tax_estimated(ctx).await
    }
}

/// Former version of `CartCost`.
#[derive(Clone, Description)]
pub struct CartEstimatedCost(pub(super) QuotedCart);

#[Object(use_type_description)]
impl CartEstimatedCost {
    /// Amount to pay at the checkout after gift cards, as far as known. A payment must be for this
    /// amount.
    async fn checkout_charge_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.left_to_pay(ctx).await
    }

    /// Price of all lines after product discounts, before order discounts.
    async fn subtotal_amount(&self) -> Result<MoneyV2, ApiError> {
        self.0.subtotal()
    }

    /// Price of all lines, tax and the selected delivery options after all discounts, as far as
    /// known. Gift cards pay for it and do not reduce it.
    async fn total_amount(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        self.0.total(ctx).await
    }

    /// Total duty; null before checkout.
    async fn total_duty_amount(&self) -> Option<MoneyV2> {
        None
    }

    /// Tax, included in prices or added to them depending on the market; null if it is not known at
    /// the moment.
    async fn total_tax_amount(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.0.tax(ctx).await.transpose()
    }
}

impl QuotedCart {
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

    /// Whether the tax may change at the checkout: it is not known, or not computed for a delivery
    /// address.
    async fn is_tax_estimated(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        let has_address = delivery::delivery_address(&self.view().row).is_some();
        Ok(!has_address || !self.quote(ctx).await?.has_tax)
    }
}

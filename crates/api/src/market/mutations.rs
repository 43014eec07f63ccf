//! Mutations for markets.

use super::localization::Market;
use crate::list::List;
use crate::{
    catalog::CompareAtPricePolicy,
    context::RequestContext,
    user_errors::{MarketUserError, outcome},
    visibility::writes_markets,
};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::{catalog::market::CompareAtPolicy, ids::MarketId};
use souk_kernel::{error::ApiError, ids::Gid, viewer::Scope};
use souk_shop::market::markets::{self, MarketChange};
use std::sync::Arc;

/// Changes to a market. Fields that are left out stay unchanged.
#[derive(InputObject, Clone, Debug)]
pub struct MarketUpdateInput {
    /// Which price it shows as the compare-at price.
    pub compare_at_price_policy: Option<CompareAtPricePolicy>,
    /// What its prices include.
    pub price_inclusions: Option<MarketPriceInclusionsInput>,
}

/// What the prices of a market include.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct MarketPriceInclusionsInput {
    /// Whether its prices include tax.
    pub tax_pricing_strategy: InclusiveTaxPricingStrategy,
}

/// Whether displayed prices include tax.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InclusiveTaxPricingStrategy {
    /// Tax is added to the displayed prices at checkout.
    AddTaxesAtCheckout,
    /// The displayed prices include tax.
    IncludesTaxesInPrice,
}

/// Payload of `marketUpdate`.
#[derive(SimpleObject)]
pub struct MarketUpdatePayload {
    /// The updated market, or null if the change was rejected.
    pub market: Option<Market>,
    /// Errors in the input; empty on success.
    pub user_errors: List<MarketUserError>,
}

/// Mutations for markets.
#[derive(Debug, Default)]
pub struct MarketMutation;

#[Object]
impl MarketMutation {
    /// Changes a market. Switching to tax-inclusive prices does not change the amounts.
    #[graphql(visible = "writes_markets")]
    async fn market_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the market.")] id: ID,
        #[graphql(desc = "The changes.")] input: MarketUpdateInput,
    ) -> Option<Result<MarketUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        let id = match MarketId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let includes_tax = input.price_inclusions.map(|prices| {
            prices.tax_pricing_strategy == InclusiveTaxPricingStrategy::IncludesTaxesInPrice
        });
        let change = MarketChange {
            prices_include_tax: includes_tax,
            compare_at_policy: input.compare_at_price_policy.map(CompareAtPolicy::from),
        };
        let updated = markets::update(ctx.app(), id, change).await;
        let market = updated.map(|row| Market::new(Arc::new(row)));
        Some(
            outcome(market).map(|(market, user_errors)| MarketUpdatePayload {
                market,
                user_errors: user_errors.into(),
            }),
        )
    }
}

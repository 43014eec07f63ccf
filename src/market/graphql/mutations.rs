//! Changing markets.

use super::localization::Market;
use crate::{
    catalog::graphql::CompareAtPricePolicy,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    market::markets::{self, MarketChange},
    refusal::{outcome, user_errors},
    visibility::writes_markets,
};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::{catalog::market::CompareAtPolicy, ids::MarketId};
use std::sync::Arc;

user_errors!(
    MarketUpdateUserError,
    MarketUpdateUserErrorCode,
    "marketUpdate"
);

/// What shall be other with a market. What is left out stays as it is.
#[derive(InputObject, Clone, Debug)]
pub struct MarketUpdateInput {
    /// Which price it shows as the one before a reduction.
    pub compare_at_price_policy: Option<CompareAtPricePolicy>,
    /// What its prices contain.
    pub price_inclusions: Option<MarketPriceInclusionsInput>,
}

/// What prices of a market contain.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct MarketPriceInclusionsInput {
    /// How tax gets into prices.
    pub tax_pricing_strategy: InclusiveTaxPricingStrategy,
}

/// How tax gets into prices.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InclusiveTaxPricingStrategy {
    /// It is added to the prices shown.
    AddTaxesAtCheckout,
    /// The prices shown contain it.
    IncludesTaxesInPrice,
}

/// What became of `marketUpdate`.
#[derive(SimpleObject)]
pub struct MarketUpdatePayload {
    /// The market as it is now; null where the change was refused.
    pub market: Option<Market>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<MarketUpdateUserError>,
}

/// Mutations of markets.
#[derive(Debug, Default)]
pub struct MarketMutation;

#[Object]
impl MarketMutation {
    /// Changes a market. Prices stay the numbers they are when tax becomes a part of them.
    #[graphql(visible = "writes_markets")]
    async fn market_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which market.")] id: ID,
        #[graphql(desc = "What shall be other.")] input: MarketUpdateInput,
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
                user_errors,
            }),
        )
    }
}

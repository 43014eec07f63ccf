//! Mutations for price lists.

use crate::list::List;
use crate::{
    context::RequestContext,
    money::MoneyV2,
    schema::{
        ProductVariant,
        node::{Node, node_of},
    },
    user_errors::{CatalogUserError, outcome},
    visibility::writes_markets,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::{
    catalog::{price_list, price_list_price},
    ids::{PriceListId, VariantId},
};
use souk_kernel::{
    codes::CurrencyCode, decimal::with_point, error::ApiError, ids::Gid, money::Money,
    refusal::ChangeError, scalars::Decimal, viewer::Scope,
};
use souk_shop::catalog::{
    CatalogErrorCode,
    price_list_inputs::{
        PriceListAdjustmentType, PriceListCompareAtMode, PriceListCreateInput, PriceListPriceInput,
    },
    price_lists,
};

/// A price list for one or more markets.
#[derive(Clone, Debug, Description)]
pub struct PriceList(price_list::Model);

#[Object(use_type_description)]
impl PriceList {
    /// Currency of its prices.
    async fn currency(&self) -> Option<CurrencyCode> {
        CurrencyCode::from_code(&self.0.currency)
    }

    /// Exchange rate: units of its currency per unit of the shop's currency.
    async fn exchange_rate(&self) -> Decimal {
        Decimal(with_point(self.0.exchange_rate, 6))
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How its prices are derived from the shop's prices, unless they are fixed.
    async fn parent(&self) -> PriceListParent {
        let lowers = self.0.adjustment < 0;
        PriceListParent {
            adjustment: PriceListAdjustment {
                kind: if lowers {
                    PriceListAdjustmentType::PercentageDecrease
                } else {
                    PriceListAdjustmentType::PercentageIncrease
                },
                value: Decimal(with_point(self.0.adjustment.abs(), 2)),
            },
            settings: PriceListAdjustmentSettings {
                compare_at_mode: self.0.compare_at_mode.into(),
            },
        }
    }
}

/// How prices of a list are derived from the shop's prices.
#[derive(Clone, Debug, SimpleObject)]
pub struct PriceListParent {
    /// Percentage that prices are raised or lowered by.
    adjustment: PriceListAdjustment,
    /// Further settings.
    settings: PriceListAdjustmentSettings,
}

/// An increase or decrease relative to the shop's prices.
#[derive(Clone, Debug, SimpleObject)]
pub struct PriceListAdjustment {
    /// Whether prices are raised or lowered.
    #[graphql(name = "type")]
    kind: PriceListAdjustmentType,
    /// The percentage.
    value: Decimal,
}

/// How compare-at prices are derived.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct PriceListAdjustmentSettings {
    /// How compare-at prices are derived.
    compare_at_mode: PriceListCompareAtMode,
}

/// The fixed price of a variant in a price list.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PriceListPrice {
    /// Compare-at price.
    compare_at_price: Option<MoneyV2>,
    /// Price.
    price: MoneyV2,
    #[graphql(skip)]
    variant_id: VariantId,
}

#[async_graphql::ComplexObject]
impl PriceListPrice {
    /// The variant, or null if the caller may not see it.
    async fn variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant, ApiError>> {
        match node_of(ctx, VariantId::KIND, self.variant_id.0).await {
            Ok(Some(Node::ProductVariant(variant))) => Some(Ok(variant)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl PriceListPrice {
    fn new(row: &price_list_price::Model, currency: CurrencyCode) -> Self {
        let before = row.compare_at_price;
        Self {
            compare_at_price: before.map(|minor| Money::new(minor, currency).into()),
            price: Money::new(row.price, currency).into(),
            variant_id: row.variant_id,
        }
    }
}

/// Payload of `priceListCreate`.
#[derive(SimpleObject)]
pub struct PriceListCreatePayload {
    /// The new price list, or null if the input was rejected.
    pub price_list: Option<PriceList>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Payload of `priceListFixedPricesAdd`.
#[derive(SimpleObject)]
pub struct PriceListFixedPricesAddPayload {
    /// The prices in the order of the input, or null if they were rejected.
    pub prices: Option<List<PriceListPrice>>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for price lists.
#[derive(Debug, Default)]
pub struct PriceListMutation;

#[Object]
impl PriceListMutation {
    /// Creates a price list.
    #[graphql(visible = "writes_markets")]
    async fn price_list_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The price list.")] input: PriceListCreateInput,
    ) -> Option<Result<PriceListCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        Some(
            outcome(Box::pin(create(ctx, input)).await).map(|(row, user_errors)| {
                PriceListCreatePayload {
                    price_list: row.map(PriceList),
                    user_errors: user_errors.into(),
                }
            }),
        )
    }

    /// Fixes prices of variants in a price list, replacing existing fixed prices. If one is
    /// rejected, none is saved.
    #[graphql(visible = "writes_markets")]
    async fn price_list_fixed_prices_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the price list.")] price_list_id: ID,
        #[graphql(desc = "The prices, at most 250, one per variant.")] prices: Vec<
            PriceListPriceInput,
        >,
    ) -> Option<Result<PriceListFixedPricesAddPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        let list = match PriceListId::parse(&price_list_id) {
            Ok(list) => list,
            Err(error) => return Some(Err(error)),
        };
        Some(
            outcome(Box::pin(fix(ctx, list, &prices)).await).map(|(prices, user_errors)| {
                PriceListFixedPricesAddPayload {
                    prices: prices.map(Into::into),
                    user_errors: user_errors.into(),
                }
            }),
        )
    }
}

async fn create(
    ctx: &Context<'_>,
    input: PriceListCreateInput,
) -> Result<price_list::Model, ChangeError<CatalogErrorCode>> {
    let draft = price_lists::validate_price_list(input)?;
    price_lists::create_price_list(ctx.app(), &draft).await
}

async fn fix(
    ctx: &Context<'_>,
    list: PriceListId,
    prices: &[PriceListPriceInput],
) -> Result<Vec<PriceListPrice>, ChangeError<CatalogErrorCode>> {
    let rows = price_lists::add_fixed_prices(ctx.app(), list, prices).await?;
    let rows = rows.iter().zip(prices);
    Ok(rows
        .map(|(row, input)| PriceListPrice::new(row, input.price.currency_code))
        .collect())
}

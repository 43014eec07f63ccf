//! Changing price lists.

use crate::{
    catalog::price_lists,
    codes::CurrencyCode,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    money::Money,
    refusal::{ChangeError, outcome, user_errors},
    scalars::{Decimal, MoneyInput, MoneyV2},
    schema::{
        ProductVariant,
        node::{Node, node_of},
    },
    visibility::writes_markets,
};
use async_graphql::{Context, Description, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::{
    catalog::{
        price_list::{self, CompareAtMode},
        price_list_price,
    },
    ids::{PriceListId, VariantId},
};

user_errors!(
    PriceListCreateUserError,
    PriceListCreateUserErrorCode,
    "priceListCreate"
);
user_errors!(
    PriceListFixedPricesAddUserError,
    PriceListFixedPricesAddUserErrorCode,
    "priceListFixedPricesAdd"
);

/// A new price list.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListCreateInput {
    /// Currency of its prices.
    pub currency: CurrencyCode,
    /// Units of its currency for a unit of the shop's, with at most six digits behind the point; 1
    /// where absent.
    pub exchange_rate: Option<Decimal>,
    /// Markets whose prices it is, at most 250. They must have no price list yet, and show prices in
    /// its currency from then on.
    pub market_ids: Option<Vec<ID>>,
    /// Name, unique among price lists.
    pub name: String,
    /// How its prices follow from the shop's.
    pub parent: PriceListParentCreateInput,
}

/// How prices of a list follow from the shop's.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListParentCreateInput {
    /// What is added or taken off.
    pub adjustment: PriceListAdjustmentInput,
    /// Further rules.
    pub settings: Option<PriceListAdjustmentSettingsInput>,
}

/// What is added to the shop's prices or taken off.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListAdjustmentInput {
    /// Which of both.
    #[graphql(name = "type")]
    pub kind: PriceListAdjustmentType,
    /// How many percent, with at most two digits behind the point.
    pub value: Decimal,
}

/// Rules for prices before a reduction.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct PriceListAdjustmentSettingsInput {
    /// What becomes of prices before a reduction.
    pub compare_at_mode: PriceListCompareAtMode,
}

/// Whether a list's prices are higher or lower than the shop's.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceListAdjustmentType {
    /// Lower by a percentage.
    PercentageDecrease,
    /// Higher by a percentage.
    PercentageIncrease,
}

/// What a list does with prices before a reduction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "CompareAtMode")]
pub enum PriceListCompareAtMode {
    /// They are adjusted like the prices.
    Adjusted,
    /// They are dropped.
    Nullify,
}

/// The price of a variant in a list.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListPriceInput {
    /// Price before a reduction; none where absent.
    pub compare_at_price: Option<MoneyInput>,
    /// Price in the list's currency.
    pub price: MoneyInput,
    /// The variant.
    pub variant_id: ID,
}

/// A price list: prices for one or more markets.
#[derive(Clone, Debug, Description)]
pub struct PriceList(price_list::Model);

#[Object(use_type_description)]
impl PriceList {
    /// Currency of its prices.
    async fn currency(&self) -> Option<CurrencyCode> {
        CurrencyCode::from_code(&self.0.currency)
    }

    /// Units of its currency for a unit of the shop's.
    async fn exchange_rate(&self) -> Decimal {
        Decimal(fraction(self.0.exchange_rate, 6))
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// How its prices follow from the shop's, where none is fixed.
    async fn parent(&self) -> PriceListParent {
        let lowers = self.0.adjustment < 0;
        PriceListParent {
            adjustment: PriceListAdjustment {
                kind: if lowers {
                    PriceListAdjustmentType::PercentageDecrease
                } else {
                    PriceListAdjustmentType::PercentageIncrease
                },
                value: Decimal(fraction(self.0.adjustment.abs(), 2)),
            },
            settings: PriceListAdjustmentSettings {
                compare_at_mode: self.0.compare_at_mode.into(),
            },
        }
    }
}

/// A number of parts of a power of ten, written as a decimal number.
fn fraction(parts: i64, digits: usize) -> String {
    let text = format!("{parts:0>width$}", width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    let fraction = fraction.trim_end_matches('0');
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    format!("{whole}.{fraction}")
}

/// How prices of a list follow from the shop's.
#[derive(Clone, Debug, SimpleObject)]
pub struct PriceListParent {
    /// What is added or taken off.
    adjustment: PriceListAdjustment,
    /// Further rules.
    settings: PriceListAdjustmentSettings,
}

/// What is added to the shop's prices or taken off.
#[derive(Clone, Debug, SimpleObject)]
pub struct PriceListAdjustment {
    /// Which of both.
    #[graphql(name = "type")]
    kind: PriceListAdjustmentType,
    /// How many percent.
    value: Decimal,
}

/// Rules for prices before a reduction.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct PriceListAdjustmentSettings {
    /// What becomes of prices before a reduction.
    compare_at_mode: PriceListCompareAtMode,
}

/// The price of a variant in a list.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct PriceListPrice {
    /// Price before a reduction.
    compare_at_price: Option<MoneyV2>,
    /// Price.
    price: MoneyV2,
    #[graphql(skip)]
    variant_id: VariantId,
}

#[async_graphql::ComplexObject]
impl PriceListPrice {
    /// The variant; null where the caller may not see it.
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

/// What became of `priceListCreate`.
#[derive(SimpleObject)]
pub struct PriceListCreatePayload {
    /// The list; null where it was refused.
    pub price_list: Option<PriceList>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<PriceListCreateUserError>,
}

/// What became of `priceListFixedPricesAdd`.
#[derive(SimpleObject)]
pub struct PriceListFixedPricesAddPayload {
    /// The prices, in the order of the input; null where they were refused.
    pub prices: Option<Vec<PriceListPrice>>,
    /// Why nothing was fixed; empty where all was.
    pub user_errors: Vec<PriceListFixedPricesAddUserError>,
}

/// Mutations of price lists.
#[derive(Debug, Default)]
pub struct PriceListMutation;

#[Object]
impl PriceListMutation {
    /// Makes a price list.
    #[graphql(visible = "writes_markets")]
    async fn price_list_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list.")] input: PriceListCreateInput,
    ) -> Option<Result<PriceListCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        Some(
            outcome(Box::pin(create(ctx, input)).await).map(|(row, user_errors)| {
                PriceListCreatePayload {
                    price_list: row.map(PriceList),
                    user_errors,
                }
            }),
        )
    }

    /// Fixes prices of variants in a list, in place of those they had there: all of them or none.
    #[graphql(visible = "writes_markets")]
    async fn price_list_fixed_prices_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which list.")] price_list_id: ID,
        #[graphql(desc = "The prices, at most 250, one for a variant.")] prices: Vec<
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
                    prices,
                    user_errors,
                }
            }),
        )
    }
}

async fn create(
    ctx: &Context<'_>,
    input: PriceListCreateInput,
) -> Result<price_list::Model, ChangeError> {
    let draft = price_lists::validate(input)?;
    price_lists::create(ctx.app(), &draft).await
}

async fn fix(
    ctx: &Context<'_>,
    list: PriceListId,
    prices: &[PriceListPriceInput],
) -> Result<Vec<PriceListPrice>, ChangeError> {
    let rows = price_lists::add_fixed_prices(ctx.app(), list, prices).await?;
    let rows = rows.iter().zip(prices);
    Ok(rows
        .map(|(row, input)| PriceListPrice::new(row, input.price.currency_code))
        .collect())
}

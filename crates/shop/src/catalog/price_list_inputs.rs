//! Inputs for price lists.

use async_graphql::{Enum, ID, InputObject};
use souk_entities::catalog::price_list::CompareAtMode;
use souk_kernel::{
    codes::CurrencyCode,
    scalars::{Decimal, MoneyInput},
};

/// A new price list.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListCreateInput {
    /// Currency of its prices.
    pub currency: CurrencyCode,
    /// Exchange rate: units of its currency per unit of the shop's currency, with at most six
    /// decimal places; 1 by default.
    pub exchange_rate: Option<Decimal>,
    /// Markets that use it, at most 250. They must not have a price list yet; from then on they
    /// show prices in its currency.
    pub market_ids: Option<Vec<ID>>,
    /// Name, unique among price lists.
    pub name: String,
    /// How its prices are derived from the shop's prices.
    pub parent: PriceListParentCreateInput,
}

/// How prices of a list are derived from the shop's prices.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListParentCreateInput {
    /// Percentage that prices are raised or lowered by.
    pub adjustment: PriceListAdjustmentInput,
    /// Further settings.
    pub settings: Option<PriceListAdjustmentSettingsInput>,
}

/// An increase or decrease relative to the shop's prices.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListAdjustmentInput {
    /// Whether prices are raised or lowered.
    #[graphql(name = "type")]
    pub kind: PriceListAdjustmentType,
    /// The percentage, with at most two decimal places.
    pub value: Decimal,
}

/// How compare-at prices are derived.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct PriceListAdjustmentSettingsInput {
    /// How compare-at prices are derived.
    pub compare_at_mode: PriceListCompareAtMode,
}

/// Whether the prices of a list are higher or lower than the shop's.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceListAdjustmentType {
    /// Lower by a percentage.
    PercentageDecrease,
    /// Higher by a percentage.
    PercentageIncrease,
}

/// How a price list treats compare-at prices.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "CompareAtMode")]
pub enum PriceListCompareAtMode {
    /// They are adjusted like prices.
    Adjusted,
    /// They are dropped.
    Nullify,
}

/// The fixed price of a variant in a price list.
#[derive(InputObject, Clone, Debug)]
pub struct PriceListPriceInput {
    /// Compare-at price; none by default.
    pub compare_at_price: Option<MoneyInput>,
    /// Price in the currency of the list.
    pub price: MoneyInput,
    /// Id of the variant.
    pub variant_id: ID,
}

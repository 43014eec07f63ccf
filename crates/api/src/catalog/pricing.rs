//! Price ranges, quantity rules, volume prices and unit price measurements.

use crate::{connection, context::RequestContext, money::MoneyV2};
use async_graphql::{Context, Enum, ID, SimpleObject};
use souk_entities::{
    catalog::{market::CompareAtPolicy, variant},
    ids::PriceListId,
};
use souk_shop::catalog::{
    prices::{AmountRange, Pricing},
    quantity_rules,
    units::{Measure, Unit},
};

/// How prices are calculated for this request.
pub(super) fn pricing_of<'a>(ctx: &'a Context<'_>) -> Pricing<'a> {
    Pricing::for_audience(ctx.audience(), ctx.directory())
}

/// Lowest and highest prices of a product.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProductPriceRange {
    /// Highest price of a variant.
    pub max_variant_price: MoneyV2,
    /// Lowest price of a variant.
    pub min_variant_price: MoneyV2,
}

impl From<AmountRange> for ProductPriceRange {
    fn from(range: AmountRange) -> Self {
        Self {
            max_variant_price: range.max.into(),
            min_variant_price: range.min.into(),
        }
    }
}

/// How many units may be bought at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject)]
pub struct QuantityRule {
    /// The quantity must be a multiple of this.
    pub increment: i32,
    /// Maximum quantity; null for no maximum.
    pub maximum: Option<i32>,
    /// Minimum quantity.
    pub minimum: i32,
}

impl QuantityRule {
    /// The rule for a variant under the price list `list`; without a rule, any quantity from 1.
    pub fn of(row: &variant::Model, list: Option<PriceListId>) -> Self {
        let rule = quantity_rules::quantity_rule_of_variant(row, list);
        Self {
            increment: rule.increment,
            maximum: rule.maximum,
            minimum: rule.minimum,
        }
    }
}

/// A lower price that applies from a minimum quantity.
#[derive(Clone, Debug, SimpleObject)]
pub struct QuantityPriceBreak {
    /// Global id, which `quantityPricingByVariantUpdate` takes to delete the price.
    pub id: ID,
    /// Minimum quantity.
    pub minimum_quantity: i32,
    /// Price per unit.
    pub price: MoneyV2,
}

connection!(
    QuantityPriceBreakConnection,
    QuantityPriceBreakEdge,
    QuantityPriceBreak,
    "volume prices"
);

/// Which price a market shows as the compare-at price.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "CompareAtPolicy")]
pub enum CompareAtPricePolicy {
    /// The compare-at price the merchant set.
    AsSet,
    /// The lowest price of the 30 days before the reduction, as required by Article 6a of Directive
    /// 98/6/EC; none if the price was not reduced.
    #[graphql(name = "LOWEST_OF_30_DAYS")]
    LowestOf30Days,
}

/// Content of the package and reference quantity of the unit price.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "UnitPriceMeasurement")]
pub struct Measurement {
    /// What the units measure.
    measured_type: Option<Measure>,
    /// Unit of the content.
    quantity_unit: Option<Unit>,
    /// Content of the package, in `quantityUnit`.
    quantity_value: f64,
    /// Unit of the reference quantity.
    reference_unit: Option<Unit>,
    /// Reference quantity of the unit price, in `referenceUnit`.
    reference_value: i32,
}

impl From<&variant::UnitPriceMeasurement> for Measurement {
    #[allow(clippy::cast_precision_loss)] // quantities are not money
    fn from(stored: &variant::UnitPriceMeasurement) -> Self {
        let quantity_unit = Unit::from_stored(&stored.quantity_unit);
        Self {
            measured_type: Some(quantity_unit.measure()),
            quantity_unit: Some(quantity_unit),
            quantity_value: stored.quantity_thousandths as f64 / 1_000.0,
            reference_unit: Some(Unit::from_stored(&stored.reference_unit)),
            reference_value: stored.reference_value,
        }
    }
}

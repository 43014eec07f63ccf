//! Price ranges, quantity rules, lower prices for more units, and what unit prices refer to.

use crate::{
    catalog::{
        prices::AmountRange,
        quantity_rules,
        units::{Measure, Unit},
    },
    connection, ids,
    scalars::MoneyV2,
};
use async_graphql::{Enum, ID, SimpleObject};
use souk_entities::{
    catalog::{market::CompareAtPolicy, variant},
    ids::{PriceListId, VariantId},
};

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

/// How many units a buyer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject)]
pub struct QuantityRule {
    /// Only multiples of this.
    pub increment: i32,
    /// At most so many; any number where null.
    pub maximum: Option<i32>,
    /// At least so many.
    pub minimum: i32,
}

impl QuantityRule {
    /// The rule for a variant where the prices of `list` are shown; without one, any number from 1.
    pub fn of(row: &variant::Model, list: Option<PriceListId>) -> Self {
        let rule = quantity_rules::of_variant(row, list);
        Self {
            increment: rule.increment,
            maximum: rule.maximum,
            minimum: rule.minimum,
        }
    }
}

/// A lower price from a quantity on.
#[derive(Clone, Debug, SimpleObject)]
pub struct QuantityPriceBreak {
    /// Global id, by which `quantityPricingByVariantUpdate` takes the price away.
    pub id: ID,
    /// From so many units on.
    pub minimum_quantity: i32,
    /// Price of each unit.
    pub price: MoneyV2,
}

impl QuantityPriceBreak {
    const KIND: &'static str = "QuantityPriceBreak";

    /// The global id of a price: a list has one for a variant and quantity.
    pub fn gid(variant: VariantId, minimum: i32) -> ID {
        let ID(id) = ids::gid(Self::KIND, variant.0);
        ID(format!("{id}?minimumQuantity={minimum}"))
    }

    /// The variant and quantity of a price by its global id; `None` for another one.
    pub fn parse(id: &ID) -> Option<(VariantId, i32)> {
        let (kind, variant) = ids::split(id)?;
        let (_, minimum) = id.split_once("?minimumQuantity=")?;
        let minimum = minimum.parse().ok()?;
        (kind == Self::KIND).then_some((VariantId(variant), minimum))
    }
}

connection!(
    QuantityPriceBreakConnection,
    QuantityPriceBreakEdge,
    QuantityPriceBreak,
    "lower prices for more units"
);

/// Which price a market shows as the one before a reduction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "CompareAtPolicy")]
pub enum CompareAtPricePolicy {
    /// The one the merchant set.
    AsSet,
    /// The lowest of the 30 days before the reduction, as Article 6a of directive 98/6/EC asks for
    /// it; none where the price was not reduced.
    #[graphql(name = "LOWEST_OF_30_DAYS")]
    LowestOf30Days,
}

/// What a package holds and what its unit price refers to.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "UnitPriceMeasurement")]
pub struct Measurement {
    /// What the units measure.
    measured_type: Option<Measure>,
    /// Unit of the content.
    quantity_unit: Option<Unit>,
    /// Content of the package in `quantityUnit`.
    quantity_value: f64,
    /// Unit the unit price refers to.
    reference_unit: Option<Unit>,
    /// How many of `referenceUnit` the unit price refers to.
    reference_value: i32,
}

impl From<&variant::UnitPriceMeasurement> for Measurement {
    #[allow(clippy::cast_precision_loss)] // contents are no money
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

/// Units of weight.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "variant::WeightUnit")]
pub enum WeightUnit {
    /// Grams.
    Grams,
    /// Kilograms.
    Kilograms,
    /// Ounces.
    Ounces,
    /// Pounds.
    Pounds,
}

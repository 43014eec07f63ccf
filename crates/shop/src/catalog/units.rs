//! Units of content and weight, and the price per unit.

use async_graphql::Enum;
use serde::Deserialize;
use souk_entities::catalog::variant::{UnitPriceMeasurement, WeightUnit};
use souk_kernel::money::{Money, MoneyError, divide_half_away};
use strum::{Display, EnumIter, EnumString};

/// A unit that the content of a package is measured in.
#[derive(
    Enum, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumIter, EnumString,
)]
#[graphql(name = "UnitPriceMeasurementMeasuredUnit")]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum Unit {
    /// Centilitres.
    Cl,
    /// Centimetres.
    Cm,
    /// US fluid ounces.
    #[graphql(name = "FLOZ")]
    FlOz,
    /// Feet.
    Ft,
    /// Square feet.
    #[graphql(name = "FT2")]
    Ft2,
    /// Grams.
    G,
    /// US gallons.
    Gal,
    /// Inches.
    In,
    /// Pieces.
    Item,
    /// Kilograms.
    Kg,
    /// Litres.
    L,
    /// Pounds.
    Lb,
    /// Metres.
    M,
    /// Square metres.
    #[graphql(name = "M2")]
    M2,
    /// Cubic metres.
    #[graphql(name = "M3")]
    M3,
    /// Milligrams.
    Mg,
    /// Millilitres.
    Ml,
    /// Millimetres.
    Mm,
    /// Ounces.
    Oz,
    /// US pints.
    Pt,
    /// US quarts.
    Qt,
    /// A unit that this version does not know.
    Unknown,
    /// Yards.
    Yd,
}

/// What a unit measures.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[graphql(name = "UnitPriceMeasurementMeasuredType")]
pub enum Measure {
    /// Area.
    Area,
    /// Pieces.
    Count,
    /// Length.
    Length,
    /// A unit that this version does not know.
    Unknown,
    /// Volume.
    Volume,
    /// Weight.
    Weight,
}

impl Unit {
    /// Reads a stored unit.
    pub fn from_stored(text: &str) -> Self {
        text.parse().unwrap_or(Self::Unknown)
    }

    /// What the unit measures.
    pub fn measure(self) -> Measure {
        self.size().0
    }

    /// What the unit measures, and its size in a very small base unit. Sizes are exact: one inch is
    /// 25.4 mm, one pound 453,592.37 mg and one gallon 231 cubic inches.
    fn size(self) -> (Measure, i128) {
        match self {
            Self::Mm => (Measure::Length, 10),
            Self::Cm => (Measure::Length, 100),
            Self::In => (Measure::Length, 254),
            Self::Ft => (Measure::Length, 3_048),
            Self::Yd => (Measure::Length, 9_144),
            Self::M => (Measure::Length, 10_000),
            Self::Ft2 => (Measure::Area, 9_290_304),
            Self::M2 => (Measure::Area, 100_000_000),
            Self::Mg => (Measure::Weight, 1_000_000),
            Self::G => (Measure::Weight, 1_000_000_000),
            Self::Oz => (Measure::Weight, 28_349_523_125),
            Self::Lb => (Measure::Weight, 453_592_370_000),
            Self::Kg => (Measure::Weight, 1_000_000_000_000),
            Self::Ml => (Measure::Volume, 10_000_000_000),
            Self::Cl => (Measure::Volume, 100_000_000_000),
            Self::FlOz => (Measure::Volume, 295_735_295_625),
            Self::Pt => (Measure::Volume, 4_731_764_730_000),
            Self::Qt => (Measure::Volume, 9_463_529_460_000),
            Self::L => (Measure::Volume, 10_000_000_000_000),
            Self::Gal => (Measure::Volume, 37_854_117_840_000),
            Self::M3 => (Measure::Volume, 10_000_000_000_000_000),
            Self::Item => (Measure::Count, 1),
            Self::Unknown => (Measure::Unknown, 1),
        }
    }
}

/// The price per reference quantity, such as per litre for a package of 250 ml. `None` if the two
/// units do not measure the same quantity, or the package has no content.
///
/// # Errors
///
/// [`MoneyError::OutOfRange`] if the amount exceeds 64 bits.
pub fn unit_price(
    price: Money,
    measurement: &UnitPriceMeasurement,
) -> Result<Option<Money>, MoneyError> {
    let (content, content_size) = Unit::from_stored(&measurement.quantity_unit).size();
    let (reference, reference_size) = Unit::from_stored(&measurement.reference_unit).size();
    let quantity = i128::from(measurement.quantity_thousandths);
    if content != reference || content == Measure::Unknown || quantity <= 0 {
        return Ok(None);
    }
    let shared = common_divisor(content_size, reference_size);
    let dividend = i128::from(price.minor())
        .checked_mul(1_000 * i128::from(measurement.reference_value))
        .and_then(|amount| amount.checked_mul(reference_size / shared));
    let divisor = quantity.checked_mul(content_size / shared);
    let (Some(dividend), Some(divisor)) = (dividend, divisor) else {
        return Err(MoneyError::OutOfRange);
    };
    if dividend.unsigned_abs() > u128::MAX / 8 || divisor > i128::MAX / 8 {
        return Err(MoneyError::OutOfRange);
    }
    let minor = divide_half_away(dividend, divisor)?;
    Ok(Some(Money::new(minor, price.currency())))
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// A weight in the unit in which the merchant entered it. Weights are not money, so a float will
/// do.
#[allow(clippy::cast_precision_loss)]
pub fn weight_in(unit: WeightUnit, grams: i64) -> f64 {
    let per_unit = match unit {
        WeightUnit::Grams => 1.0,
        WeightUnit::Kilograms => 1_000.0,
        WeightUnit::Ounces => 28.349_523_125,
        WeightUnit::Pounds => 453.592_37,
    };
    (grams as f64 / per_unit * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use souk_kernel::codes::CurrencyCode;
    use strum::IntoEnumIterator;

    fn per_unit(minor: i64, content: (i64, &str), reference: (i32, &str)) -> Option<i64> {
        let measurement = UnitPriceMeasurement {
            quantity_thousandths: content.0,
            quantity_unit: content.1.to_owned(),
            reference_value: reference.0,
            reference_unit: reference.1.to_owned(),
        };
        let price = Money::new(minor, CurrencyCode::EUR);
        let price = unit_price(price, &measurement).unwrap();
        price.map(|price| price.minor())
    }

    #[test]
    fn unit_prices_refer_to_the_reference_quantity() {
        assert_eq!(per_unit(599, (250_000, "ML"), (1, "L")), Some(2_396));
        assert_eq!(per_unit(890, (100_000, "G"), (1, "KG")), Some(8_900));
        assert_eq!(per_unit(890, (100_000, "G"), (100, "G")), Some(890));
        assert_eq!(per_unit(1_000, (3_000, "ITEM"), (1, "ITEM")), Some(333));
        assert_eq!(per_unit(2_000, (1_500, "M"), (1, "CM")), Some(13));
        assert_eq!(per_unit(1_600, (1_000, "LB"), (1, "OZ")), Some(100));
        assert_eq!(per_unit(12_800, (1_000, "GAL"), (1, "FLOZ")), Some(100));
        assert_eq!(per_unit(900, (1_000, "YD"), (1, "FT")), Some(300));
    }

    #[test]
    fn units_of_different_measures_have_no_unit_price() {
        assert_eq!(per_unit(599, (250_000, "ML"), (1, "KG")), None);
        assert_eq!(per_unit(599, (250_000, "STONE"), (1, "STONE")), None);
        assert_eq!(per_unit(599, (0, "ML"), (1, "L")), None);
    }

    #[test]
    fn units_read_back_as_they_are_written() {
        for unit in Unit::iter() {
            assert_eq!(Unit::from_stored(&unit.to_string()), unit);
        }
    }

    #[test]
    fn weights_come_back_in_their_unit() {
        assert_eq!(weight_in(WeightUnit::Kilograms, 1_250), 1.25);
        assert_eq!(weight_in(WeightUnit::Pounds, 454), 1.0009);
        assert_eq!(weight_in(WeightUnit::Grams, 350), 350.0);
    }

    proptest! {
        #[test]
        fn the_package_as_reference_costs_its_price(minor in 0_i64..1_000_000_000, value in 1_i32..100_000) {
            for unit in Unit::iter().filter(|&unit| unit != Unit::Unknown) {
                let unit = unit.to_string();
                let content = (i64::from(value) * 1_000, unit.as_str());
                prop_assert_eq!(per_unit(minor, content, (value, &unit)), Some(minor));
            }
        }
    }
}

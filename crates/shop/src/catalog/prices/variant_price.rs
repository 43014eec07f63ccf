//! Calculates prices of variants from the market's price list and the shop's own prices.

use crate::market::{Audience, Directory};
use sea_orm::DbErr;
use souk_entities::catalog::{
    market::CompareAtPolicy,
    price_list::{self, CompareAtMode},
    price_list_price, product, variant,
};
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    money::{Money, MoneyError, divide_half_away},
};

/// How prices are calculated for a request.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'a> {
    /// Currency of the shop's own prices.
    pub shop_currency: CurrencyCode,
    /// Price list of the market; `None` to use the shop's own prices.
    pub list: Option<&'a price_list::Model>,
    /// Currency of the result: that of the price list, or else the shop's.
    pub currency: CurrencyCode,
    /// Which price is shown as the compare-at price.
    pub compare_at: CompareAtPolicy,
}

/// Price of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantPrice {
    /// Price of one unit.
    pub price: Money,
    /// Compare-at price: the price before a reduction.
    pub compare_at: Option<Money>,
    /// Volume prices, by ascending minimum quantity.
    pub breaks: Vec<PriceBreak>,
}

/// A price that applies from a minimum quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceBreak {
    /// Minimum quantity.
    pub minimum: i32,
    /// Price per unit.
    pub price: Money,
}

/// Lowest and highest amounts among the variants of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountRange {
    /// Lowest amount.
    pub min: Money,
    /// Highest amount.
    pub max: Money,
}

/// Why prices could not be calculated.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// An amount is out of range.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<PriceError> for ApiError {
    fn from(error: PriceError) -> Self {
        Self::internal(error)
    }
}

impl<'a> Pricing<'a> {
    /// How prices of a price list are calculated.
    pub fn of_list(list: &'a price_list::Model, shop_currency: CurrencyCode) -> Self {
        Self {
            shop_currency,
            list: Some(list),
            currency: CurrencyCode::from_code(&list.currency).unwrap_or(shop_currency),
            compare_at: CompareAtPolicy::AsSet,
        }
    }

    /// How prices are calculated for this audience.
    pub fn for_audience(audience: &'a Audience, directory: &Directory) -> Self {
        Self {
            shop_currency: directory.currency,
            list: audience.price_list.as_deref(),
            currency: audience.currency,
            compare_at: audience.market.compare_at_policy,
        }
    }
}

impl VariantPrice {
    /// Price per unit when `quantity` units are bought together.
    pub fn each(&self, quantity: i64) -> Money {
        self.breaks
            .iter()
            .rev()
            .find(|step| i64::from(step.minimum) <= quantity)
            .map_or(self.price, |step| step.price)
    }
}

/// Price of `row`; `fixed` is its fixed price in the price list, if any.
///
/// Without a fixed price, the price is the shop's price × exchange rate × (1 + adjustment), rounded
/// once, half away from zero, to the smallest unit of the list's currency.
///
/// # Errors
///
/// When an amount is out of range.
pub fn price_of_variant(
    row: &variant::Model,
    fixed: Option<&price_list_price::Model>,
    pricing: &Pricing<'_>,
) -> Result<VariantPrice, MoneyError> {
    let (price, compare_at) = match (pricing.list, fixed) {
        (None, _) => (row.price, row.compare_at_price),
        (Some(_), Some(fixed)) => (fixed.price, fixed.compare_at_price),
        (Some(list), None) => {
            let before = match list.compare_at_mode {
                CompareAtMode::Adjusted => row.compare_at_price,
                CompareAtMode::Nullify => None,
            };
            let before = before.map(|minor| adjusted_price(minor, list, pricing));
            (
                adjusted_price(row.price, list, pricing)?,
                before.transpose()?,
            )
        }
    };
    let money = |minor| Money::new(minor, pricing.currency);
    let steps = fixed.map_or(&[][..], |fixed| &fixed.quantity_breaks.0);
    Ok(VariantPrice {
        price: money(price),
        compare_at: compare_at.map(money),
        breaks: steps
            .iter()
            .map(|step| PriceBreak {
                minimum: step.minimum,
                price: money(step.price),
            })
            .collect(),
    })
}

/// Converts a price of the shop to a price of the price list.
///
/// # Errors
///
/// When the amount is out of range.
pub fn adjusted_price(
    minor: i64,
    list: &price_list::Model,
    pricing: &Pricing<'_>,
) -> Result<i64, MoneyError> {
    let from = pricing.shop_currency.digits();
    let to = pricing.currency.digits();
    let share = i128::from(10_000 + list.adjustment);
    let mut dividend = i128::from(minor)
        .checked_mul(i128::from(list.exchange_rate))
        .and_then(|amount| amount.checked_mul(share))
        .ok_or(MoneyError::OutOfRange)?;
    let mut divisor = 1_000_000_i128 * 10_000;
    if to > from {
        let scale = 10_i128.pow(to - from);
        dividend = dividend.checked_mul(scale).ok_or(MoneyError::OutOfRange)?;
    } else {
        divisor *= 10_i128.pow(from - to);
    }
    divide_half_away(dividend, divisor)
}

/// Lowest and highest price of a product. They are stored on its row for every price list; for a
/// list that was only just created they are derived from the shop's own prices.
///
/// # Errors
///
/// When an amount is out of range.
pub fn price_range(row: &product::Model, pricing: &Pricing<'_>) -> Result<AmountRange, MoneyError> {
    let own = row.price_range;
    spread(row, pricing, own.min, own.max, |range| {
        (range.min, range.max)
    })
}

/// Lowest and highest compare-at price; zero if no variant is reduced.
///
/// # Errors
///
/// When an amount is out of range.
pub fn compare_at_range(
    row: &product::Model,
    pricing: &Pricing<'_>,
) -> Result<AmountRange, MoneyError> {
    let own = row.price_range;
    let keeps = pricing
        .list
        .is_none_or(|list| list.compare_at_mode == CompareAtMode::Adjusted);
    let (min, max) = if keeps {
        (own.compare_at_min, own.compare_at_max)
    } else {
        (0, 0)
    };
    spread(row, pricing, min, max, |range| {
        (range.compare_at_min, range.compare_at_max)
    })
}

fn spread(
    row: &product::Model,
    pricing: &Pricing<'_>,
    own_min: i64,
    own_max: i64,
    kept: impl Fn(&product::PriceRange) -> (i64, i64),
) -> Result<AmountRange, MoneyError> {
    let (min, max) = match pricing.list {
        None => (own_min, own_max),
        Some(list) => match row.list_price_ranges.0.get(&list.id) {
            Some(range) => kept(range),
            None => (
                adjusted_price(own_min, list, pricing)?,
                adjusted_price(own_max, list, pricing)?,
            ),
        },
    };
    Ok(AmountRange {
        min: Money::new(min, pricing.currency),
        max: Money::new(max, pricing.currency),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use souk_entities::{Timestamp, ids::PriceListId};

    fn list(currency: CurrencyCode, exchange_rate: i64, adjustment: i64) -> price_list::Model {
        price_list::Model {
            id: PriceListId(1),
            name: "list".to_owned(),
            currency: currency.code().to_owned(),
            exchange_rate,
            adjustment,
            compare_at_mode: CompareAtMode::Adjusted,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    fn priced(minor: i64, to: CurrencyCode, rate: i64, adjustment: i64) -> Result<i64, MoneyError> {
        let list = list(to, rate, adjustment);
        let pricing = Pricing {
            shop_currency: CurrencyCode::USD,
            list: Some(&list),
            currency: to,
            compare_at: CompareAtPolicy::AsSet,
        };
        adjusted_price(minor, &list, &pricing)
    }

    #[test]
    fn prices_are_rounded_once_and_half_away_from_zero() {
        use CurrencyCode as C;
        assert_eq!(priced(4_999, C::EUR, 920_000, 900), Ok(5_013)); // 50.129972
        assert_eq!(priced(1_050, C::EUR, 1_000_000, -5_000), Ok(525));
        assert_eq!(priced(105, C::EUR, 1_000_000, -5_000), Ok(53)); // 0.525
        assert_eq!(priced(1_000, C::JPY, 150_500_000, 0), Ok(1_505));
        assert_eq!(priced(1_000, C::KWD, 307_000, 0), Ok(3_070));
        assert_eq!(priced(99, C::JPY, 1_000_000, 0), Ok(1));
        assert_eq!(
            priced(i64::MAX, C::EUR, 2_000_000, 0),
            Err(MoneyError::OutOfRange)
        );
    }

    #[test]
    fn the_price_of_each_falls_with_the_quantity() {
        let money = |minor| Money::new(minor, CurrencyCode::EUR);
        let step = |minimum, minor| PriceBreak {
            minimum,
            price: money(minor),
        };
        let price = VariantPrice {
            price: money(100),
            compare_at: None,
            breaks: vec![step(10, 90), step(50, 80)],
        };
        let each = [1, 9, 10, 49, 50, 1_000].map(|quantity| price.each(quantity).minor());
        assert_eq!(each, [100, 100, 90, 90, 80, 80]);
    }

    proptest! {
        #[test]
        fn a_plain_list_changes_nothing(minor in 0_i64..1_000_000_000_000) {
            prop_assert_eq!(priced(minor, CurrencyCode::EUR, 1_000_000, 0), Ok(minor));
        }

        #[test]
        fn dearer_stays_dearer(
            minor in 0_i64..1_000_000_000, more in 0_i64..1_000_000_000,
            rate in 1_i64..1_000_000_000, adjustment in -10_000_i64..100_000,
        ) {
            let low = priced(minor, CurrencyCode::JPY, rate, adjustment).unwrap();
            let high = priced(minor + more, CurrencyCode::JPY, rate, adjustment).unwrap();
            prop_assert!(0 <= low && low <= high);
        }

        #[test]
        fn a_price_is_off_by_half_a_unit_at_most(
            minor in 0_i64..1_000_000_000, rate in 1_i64..10_000_000, adjustment in -10_000_i64..10_000,
        ) {
            let found = i128::from(priced(minor, CurrencyCode::EUR, rate, adjustment).unwrap());
            let exact = i128::from(minor) * i128::from(rate) * i128::from(10_000 + adjustment);
            let unit = 1_000_000_i128 * 10_000;
            prop_assert!(((found * unit) - exact).abs() * 2 <= unit);
        }
    }
}

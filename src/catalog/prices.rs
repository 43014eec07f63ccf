//! What a variant costs: the price list of the market over the shop's own prices. Everything that
//! shows or adds up a price starts here.

use super::store;
use crate::{
    codes::CurrencyCode,
    context::RequestContext,
    error::ApiError,
    money::{Money, MoneyError, divide_half_away},
};
use async_graphql::Context;
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    catalog::{
        price_list::{self, CompareAtMode},
        price_list_price, product, variant,
    },
    ids::VariantId,
};
use std::collections::HashMap;

/// How the prices of a request are made.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'a> {
    /// Currency of the shop's own prices.
    pub shop_currency: CurrencyCode,
    /// Price list of the market; the shop's own prices where absent.
    pub list: Option<&'a price_list::Model>,
    /// Currency of the answer: that of the list, else the shop's.
    pub currency: CurrencyCode,
}

/// What a variant costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantPrice {
    /// Price of one unit.
    pub price: Money,
    /// Price before a reduction.
    pub compare_at: Option<Money>,
    /// Lower prices from a quantity on, ascending.
    pub breaks: Vec<PriceBreak>,
}

/// A price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceBreak {
    /// From so many units on.
    pub minimum: i32,
    /// Price of each unit.
    pub price: Money,
}

/// Lowest and highest amounts over the variants of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountRange {
    /// Lowest amount.
    pub min: Money,
    /// Highest amount.
    pub max: Money,
}

/// Why prices could not be told.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// An amount got out of range.
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
    /// How prices are made for this request.
    pub fn of(ctx: &'a Context<'_>) -> Self {
        let audience = ctx.audience();
        Self {
            shop_currency: ctx.directory().currency,
            list: audience.price_list.as_deref(),
            currency: audience.currency,
        }
    }
}

impl VariantPrice {
    /// Price of each unit when `quantity` are bought together.
    pub fn each(&self, quantity: i64) -> Money {
        self.breaks
            .iter()
            .rev()
            .find(|step| i64::from(step.minimum) <= quantity)
            .map_or(self.price, |step| step.price)
    }
}

/// What `row` costs, where its list has `fixed` for it.
///
/// Without a fixed price, a list's price is the shop's price × exchange rate × (1 + adjustment),
/// rounded once, half away from zero, to the smallest unit of the list's currency.
///
/// # Errors
///
/// When an amount gets out of range.
pub fn of_variant(
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
            let before = before.map(|minor| adjusted(minor, list, pricing));
            (adjusted(row.price, list, pricing)?, before.transpose()?)
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

/// A price of the shop as the list has it.
///
/// # Errors
///
/// When the amount gets out of range.
pub fn adjusted(
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

/// Lowest and highest price of a product. They are kept on its row for every list; for a list made
/// a moment ago they follow from the shop's own prices.
///
/// # Errors
///
/// When an amount gets out of range.
pub fn range(row: &product::Model, pricing: &Pricing<'_>) -> Result<AmountRange, MoneyError> {
    let own = row.price_range;
    spread(row, pricing, own.min, own.max, |range| {
        (range.min, range.max)
    })
}

/// Lowest and highest price before a reduction; zero where no variant is reduced.
///
/// # Errors
///
/// When an amount gets out of range.
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
                adjusted(own_min, list, pricing)?,
                adjusted(own_max, list, pricing)?,
            ),
        },
    };
    Ok(AmountRange {
        min: Money::new(min, pricing.currency),
        max: Money::new(max, pricing.currency),
    })
}

/// What each of these variants costs. One query where the market has a price list, none otherwise.
///
/// # Errors
///
/// When the database fails or an amount gets out of range.
pub async fn for_variants<'a>(
    db: &impl ConnectionTrait,
    pricing: &Pricing<'_>,
    rows: impl IntoIterator<Item = &'a variant::Model>,
) -> Result<HashMap<VariantId, VariantPrice>, PriceError> {
    let rows: Vec<&variant::Model> = rows.into_iter().collect();
    let mut fixed = HashMap::new();
    if let Some(list) = pricing.list {
        let ids: Vec<VariantId> = rows.iter().map(|row| row.id).collect();
        let found = store::fixed_prices_of_variants(db, list.id, &ids).await?;
        fixed.extend(found.into_iter().map(|price| (price.variant_id, price)));
    }
    rows.into_iter()
        .map(|row| Ok((row.id, of_variant(row, fixed.get(&row.id), pricing)?)))
        .collect()
}

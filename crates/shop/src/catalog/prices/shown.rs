//! Prices of variants as a market shows them, with the compare-at prices it shows.

use super::variant_price::{PriceError, Pricing, VariantPrice, price_of_variant};
use crate::catalog::{former_prices::prior_price, store};
use sea_orm::ConnectionTrait;
use souk_entities::{
    catalog::{market::CompareAtPolicy, price_history, price_list_price, variant},
    ids::VariantId,
};
use souk_kernel::money::{Money, MoneyError};
use std::collections::HashMap;

/// Replaces the compare-at price in a market that shows the lowest price of the 30 days before a
/// reduction. `prior` is that price, in minor units.
fn with_prior(mut price: VariantPrice, prior: Option<i64>) -> VariantPrice {
    let is_lower = |before: &i64| *before > price.price.minor();
    let before = prior.filter(is_lower);
    price.compare_at = before.map(|minor| Money::new(minor, price.price.currency()));
    price
}

/// Price of a variant as the market shows it. `former` are its former prices, which are only used
/// if the market shows them.
///
/// # Errors
///
/// When an amount is out of range.
pub fn shown_prices(
    row: &variant::Model,
    fixed: Option<&price_list_price::Model>,
    former: &[price_history::Model],
    pricing: &Pricing<'_>,
) -> Result<VariantPrice, MoneyError> {
    let price = price_of_variant(row, fixed, pricing)?;
    Ok(match pricing.compare_at {
        CompareAtPolicy::AsSet => price,
        CompareAtPolicy::LowestOf30Days => {
            with_prior(price, prior_price(row, fixed, former, pricing)?)
        }
    })
}

/// Prices of these variants. Runs one query if the market has a price list, and another one if it
/// shows former prices.
///
/// # Errors
///
/// When the database fails or an amount is out of range.
pub async fn prices_for_variants<'a>(
    db: &impl ConnectionTrait,
    pricing: &Pricing<'_>,
    rows: impl IntoIterator<Item = &'a variant::Model>,
) -> Result<HashMap<VariantId, VariantPrice>, PriceError> {
    let rows: Vec<&variant::Model> = rows.into_iter().collect();
    let ids: Vec<VariantId> = rows.iter().map(|row| row.id).collect();
    let mut fixed = HashMap::new();
    if let Some(list) = pricing.list {
        let found = store::fixed_prices_of_variants(db, list.id, &ids).await?;
        fixed.extend(found.into_iter().map(|price| (price.variant_id, price)));
    }
    let mut former: HashMap<VariantId, Vec<price_history::Model>> = HashMap::new();
    if pricing.compare_at == CompareAtPolicy::LowestOf30Days {
        let list = pricing.list.map(|list| list.id);
        for row in store::former_prices(db, list, &ids).await? {
            former.entry(row.variant_id).or_default().push(row);
        }
    }
    let former_of = |id: &VariantId| former.get(id).map_or(&[][..], Vec::as_slice);
    rows.into_iter()
        .map(|row| {
            let price = shown_prices(row, fixed.get(&row.id), former_of(&row.id), pricing)?;
            Ok((row.id, price))
        })
        .collect()
}

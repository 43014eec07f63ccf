//! Which lines a discount covers.

use crate::promotions::{
    basket::{BasketLine, DiscountBasket},
    reason::IneligibleReason,
};
use souk_entities::orders::discount::{DiscountTerms, Items};

/// All products.
pub(in crate::promotions) const ALL: Items = Items {
    all: true,
    products: Vec::new(),
    variants: Vec::new(),
    collections: Vec::new(),
};

/// Whether the line is among the items.
pub(in crate::promotions) fn holds(items: &Items, line: &BasketLine) -> bool {
    items.all
        || items.products.contains(&line.product)
        || items.variants.contains(&line.variant)
        || (line.collections.iter()).any(|collection| items.collections.contains(collection))
}

/// Indices of the lines that a discount covers, in the order of the basket: those with its items,
/// bought in a way it allows (once or by subscription).
///
/// # Errors
///
/// When there are none: because of their products, or of the way they are bought.
pub(in crate::promotions) fn entitled(
    terms: &DiscountTerms,
    items: &Items,
    basket: &DiscountBasket,
) -> Result<Vec<usize>, IneligibleReason> {
    let places = 0..basket.lines.len();
    let mut found: Vec<usize> = places
        .filter(|&at| holds(items, &basket.lines[at]))
        .collect();
    if found.is_empty() {
        return Err(IneligibleReason::Items);
    }
    found.retain(|&at| suits(terms, &basket.lines[at]));
    if found.is_empty() {
        return Err(IneligibleReason::PurchaseType);
    }
    Ok(found)
}

fn suits(terms: &DiscountTerms, line: &BasketLine) -> bool {
    if line.is_subscription {
        terms.subscriptions
    } else {
        terms.one_time_purchases
    }
}

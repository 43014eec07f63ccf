//! Which lines a discount is about.

use crate::promotions::{
    basket::{Basket, Line},
    reason::Reason,
};
use souk_entities::orders::discount::{DiscountTerms, Items};

/// All goods.
pub(in crate::promotions) const ALL: Items = Items {
    all: true,
    products: Vec::new(),
    variants: Vec::new(),
    collections: Vec::new(),
};

/// Whether these goods are among the items.
pub(in crate::promotions) fn holds(items: &Items, line: &Line) -> bool {
    items.all
        || items.products.contains(&line.product)
        || items.variants.contains(&line.variant)
        || (line.collections.iter()).any(|collection| items.collections.contains(collection))
}

/// Places of the lines that a discount is about, in the order of the basket: those with its items
/// that are bought in the way it is for.
///
/// # Errors
///
/// When there are none: for their goods, or for the way they are bought.
pub(in crate::promotions) fn entitled(
    terms: &DiscountTerms,
    items: &Items,
    basket: &Basket,
) -> Result<Vec<usize>, Reason> {
    let places = 0..basket.lines.len();
    let mut found: Vec<usize> = places
        .filter(|&at| holds(items, &basket.lines[at]))
        .collect();
    if found.is_empty() {
        return Err(Reason::Items);
    }
    found.retain(|&at| suits(terms, &basket.lines[at]));
    if found.is_empty() {
        return Err(Reason::PurchaseType);
    }
    Ok(found)
}

fn suits(terms: &DiscountTerms, line: &Line) -> bool {
    if line.is_subscription {
        terms.subscriptions
    } else {
        terms.one_time_purchases
    }
}

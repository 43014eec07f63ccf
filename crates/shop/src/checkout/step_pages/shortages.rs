//! What the cart holds and the shop cannot sell: more units than are in stock, and merchandise that
//! is no longer sold. A button on the review page takes both out of the cart.

use super::{form::Saved, steps::Step, visit::Visit};
use crate::{
    cart::{self, CartError, LineChange, MissingMerchandise},
    inventory,
};
use souk_entities::ids::{CartLineId, VariantId};
use souk_kernel::{app::App, error::ApiError};
use std::collections::HashMap;

/// Path segment of the button that lowers quantities to what is in stock.
pub(super) const ADJUST: &str = "adjust";
/// Lines whose merchandise is no longer sold.
pub(super) fn gone(visit: &Visit) -> Vec<CartLineId> {
    let missing = visit.missing.iter();
    missing
        .filter_map(|missing| match missing {
            MissingMerchandise::Merchandise(line) => Some(*line),
            _ => None,
        })
        .collect()
}

/// Variants of which the cart holds more than is in stock, with the units in stock.
pub(super) async fn short(app: &App, visit: &Visit) -> Result<HashMap<VariantId, i64>, ApiError> {
    let mut wanted: HashMap<VariantId, i64> = HashMap::new();
    for line in &visit.view.lines {
        *wanted.entry(line.line.variant).or_default() += i64::from(line.line.quantity);
    }
    let variants: Vec<VariantId> = wanted.keys().copied().collect();
    let stock = inventory::availability(app, visit.view.row.channel_id, &variants).await?;
    let left = |variant| stock.get(&variant).and_then(|stock| stock.most());
    let few = wanted.into_iter().filter_map(|(variant, units)| {
        let left = left(variant)?;
        (left < units).then_some((variant, left))
    });
    Ok(few.collect())
}

/// Lowers the quantities of the cart to what is in stock.
pub(super) async fn adjust(app: &App, visit: &Visit) -> Result<Saved, CartError> {
    let mut left = short(app, visit).await?;
    let mut changes = Vec::new();
    for line in &visit.view.lines {
        let Some(left) = left.get_mut(&line.line.variant) else {
            continue;
        };
        let units = i64::from(line.line.quantity).min(*left).max(0);
        *left -= units;
        changes.push(LineChange {
            id: line.line.id,
            quantity: i32::try_from(units).ok(),
            variant: None,
            attributes: None,
            selling_plan: None,
        });
    }
    if !changes.is_empty() {
        cart::update_lines(app, &visit.audience, &visit.token, &changes).await?;
    }
    let gone = gone(visit);
    if !gone.is_empty() {
        cart::remove_lines(app, &visit.audience, &visit.token, &gone).await?;
    }
    Ok(Saved::To(visit.path(Step::Review, Some("adjusted"))))
}

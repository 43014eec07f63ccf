//! Fits the quantities of lines to the stock there is.

use super::{
    codes::CartWarningCode,
    lines::{Offers, Outcome, Touched},
    refusal::{Warning, WarningTarget},
};
use souk_entities::{cart::cart::CartLine, catalog::variant::QuantityRule};
use std::collections::HashSet;

/// Lowers the quantity of touched lines to the units there are. Lines of one variant share its
/// units, and lines that were not touched keep theirs. Where none is left, a line goes back to what
/// it was before, and a new line is left out. Each case gives a warning.
pub(super) fn fit(lines: Vec<CartLine>, touched: &[Touched], offers: &Offers) -> Outcome {
    let mut outcome = Outcome {
        lines,
        warnings: Vec::new(),
    };
    let mut waiting: HashSet<_> = touched.iter().map(|touched| touched.id).collect();
    for touched in touched {
        waiting.remove(&touched.id);
        let place = outcome.lines.iter().position(|line| line.id == touched.id);
        let Some(place) = place else { continue };
        let line = &outcome.lines[place];
        let Some(Some(offer)) = offers.get(&line.variant) else {
            continue;
        };
        let Some(most) = offer.most else { continue };
        let others = outcome.lines.iter().filter(|other| {
            other.variant == line.variant && other.id != line.id && !waiting.contains(&other.id)
        });
        let taken: i64 = others.map(|other| i64::from(other.quantity)).sum();
        let left = most.saturating_sub(taken);
        if i64::from(line.quantity) <= left {
            continue;
        }
        match allowed(left, offer.rule) {
            Some(quantity) => lower(&mut outcome, place, quantity),
            None => put_back(&mut outcome, place, touched),
        }
    }
    outcome
}

/// The most units of `left` that the rule lets a buyer take.
fn allowed(left: i64, rule: QuantityRule) -> Option<i32> {
    let left = i32::try_from(left.max(0)).unwrap_or(i32::MAX);
    let quantity = left - left % rule.increment.max(1);
    (quantity >= rule.minimum.max(1)).then_some(quantity)
}

fn lower(outcome: &mut Outcome, place: usize, quantity: i32) {
    let line = &mut outcome.lines[place];
    line.quantity = quantity;
    outcome.warnings.push(Warning {
        code: CartWarningCode::MerchandiseNotEnoughStock,
        target: WarningTarget::Line(line.id),
        message: format!("Only {quantity} are available; the quantity was lowered."),
    });
}

fn put_back(outcome: &mut Outcome, place: usize, touched: &Touched) {
    let variant = outcome.lines[place].variant;
    let kept = touched.before.iter().map(|line| line.id).next();
    outcome
        .lines
        .splice(place..=place, touched.before.iter().cloned());
    outcome.warnings.push(Warning {
        code: CartWarningCode::MerchandiseOutOfStock,
        target: kept.map_or(WarningTarget::Variant(variant), WarningTarget::Line),
        message: "The merchandise is out of stock.".to_owned(),
    });
}

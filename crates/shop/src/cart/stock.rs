//! Limits the quantities of lines to the available stock.

use super::{
    codes::CartWarningCode,
    lines::{LinesOutcome, Offers, Touched},
    refusal::{Warning, WarningTarget},
};
use souk_entities::{cart::cart::CartLine, catalog::variant::QuantityRule, ids::VariantId};
use std::collections::{HashMap, HashSet};

/// Lowers the quantity of touched lines to the available units. Lines of one variant share its
/// units. Untouched lines keep theirs, and so do touched lines that are not processed yet, because
/// a line for which no units are left returns to its former state; a new line is left out instead.
/// Each case causes a warning.
pub(super) fn fit(lines: Vec<CartLine>, touched: &[Touched], offers: &Offers) -> LinesOutcome {
    let mut outcome = LinesOutcome {
        lines,
        warnings: Vec::new(),
    };
    let mut waiting: HashSet<_> = touched.iter().map(|touched| touched.id).collect();
    let holdings: Vec<_> = touched.iter().map(|it| held(it, &outcome.lines)).collect();
    let mut held: HashMap<VariantId, i64> = HashMap::new();
    for &(variant, units) in holdings.iter().flatten() {
        *held.entry(variant).or_default() += units;
    }
    for (touched, holding) in touched.iter().zip(&holdings) {
        waiting.remove(&touched.id);
        for (variant, units) in holding {
            held.entry(*variant).and_modify(|held| *held -= units);
        }
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
        let taken = taken + held.get(&line.variant).copied().unwrap_or(0);
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

/// The units reserved for a line until it is processed: those of its former state, but no more than
/// its new quantity.
fn held(touched: &Touched, lines: &[CartLine]) -> Vec<(VariantId, i64)> {
    let Some(line) = lines.iter().find(|line| line.id == touched.id) else {
        return Vec::new();
    };
    let mut wanted = i64::from(line.quantity);
    let units = touched.before.iter().map(|before| {
        let mut units = i64::from(before.quantity);
        if before.variant == line.variant {
            units = units.min(wanted);
            wanted -= units;
        }
        (before.variant, units)
    });
    units.collect()
}

/// The most units, up to `left`, that the quantity rule allows.
fn allowed(left: i64, rule: QuantityRule) -> Option<i32> {
    let left = i32::try_from(left.max(0)).unwrap_or(i32::MAX);
    let quantity = left - left % rule.increment.max(1);
    (quantity >= rule.minimum.max(1)).then_some(quantity)
}

fn lower(outcome: &mut LinesOutcome, place: usize, quantity: i32) {
    let line = &mut outcome.lines[place];
    line.quantity = quantity;
    outcome.warnings.push(Warning {
        code: CartWarningCode::MerchandiseNotEnoughStock,
        target: WarningTarget::Line(line.id),
        message: format!("Only {quantity} are available; the quantity was lowered."),
    });
}

fn put_back(outcome: &mut LinesOutcome, place: usize, touched: &Touched) {
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

//! Buy X get Y: items get cheaper when others are bought.
//!
//! No unit counts twice: one bought to qualify does not get cheaper. The most expensive units
//! qualify, those first that cannot get cheaper anyway; of the rest the cheapest get cheaper.
//! Because units are counted instead of lines, the result is the same however units are spread over
//! lines.

use super::percentage;
use crate::promotions::{
    basket::{BasketLine, DiscountBasket},
    reason::IneligibleReason,
    rules::items,
};
use souk_entities::{
    ids::CartLineId,
    orders::discount::{Buys, DiscountTerms, Effect, Items, Minimum},
};
use std::cmp::Reverse;

/// What must be bought, and what gets cheaper.
pub(in crate::promotions) struct Wanted<'a> {
    pub(in crate::promotions) terms: &'a DiscountTerms,
    pub(in crate::promotions) buys: &'a Buys,
    pub(in crate::promotions) gets: &'a Items,
    /// Units that get cheaper each time.
    pub(in crate::promotions) quantity: i64,
    /// How many times at most.
    pub(in crate::promotions) most: Option<i64>,
}

/// How much must be bought each time.
#[derive(Clone, Copy)]
enum Need {
    Units(i64),
    Amount(i64),
}

/// The units of a basket that are eligible.
struct Pools {
    /// Indices of lines that may qualify, in the order they are used.
    buys: Vec<usize>,
    /// Indices of lines that may get cheaper, in the order they do.
    gets: Vec<usize>,
    /// Units of each line of the basket.
    units: Vec<i64>,
}

/// What is taken off each line.
///
/// # Errors
///
/// When too little is bought, or nothing that gets cheaper.
pub(in crate::promotions) fn off_units(
    wanted: &Wanted<'_>,
    effect: &Effect,
    basket: &DiscountBasket,
) -> Result<Vec<i64>, IneligibleReason> {
    let pools = Pools::of(wanted, basket)?;
    let need = match &wanted.buys.value {
        Minimum::Quantity(units) => Need::Units((*units).max(1)),
        Minimum::Subtotal(amounts) => {
            let amount = basket.exchange.amount(amounts).ok().flatten();
            Need::Amount(amount.ok_or(IneligibleReason::Currency)?.max(1))
        }
    };
    let each = wanted.quantity.max(1);
    let times = pools
        .times(need, each, basket)
        .min(wanted.most.unwrap_or(i64::MAX));
    if times == 0 {
        return Err(match need {
            Need::Amount(_) if pools.left_after(need, 1, basket).is_none() => {
                IneligibleReason::Subtotal
            }
            _ => IneligibleReason::Quantity,
        });
    }
    let mut left = pools
        .left_after(need, times, basket)
        .expect("so many times were counted");
    let mut taken = vec![0; basket.lines.len()];
    let mut wanted = times * each;
    for &at in &pools.gets {
        let units = left[at].min(wanted);
        let off = off_unit(effect, basket.lines[at].unit_price, basket)?;
        taken[at] = off * units;
        left[at] -= units;
        wanted -= units;
    }
    Ok(taken)
}

/// The discount on one unit: rounded per unit, so that it does not matter how units are spread over
/// lines.
fn off_unit(effect: &Effect, price: i64, basket: &DiscountBasket) -> Result<i64, IneligibleReason> {
    match effect {
        Effect::Percentage(millionths) => Ok(percentage::percentage_of(*millionths, price)),
        Effect::Amount(amounts) => {
            let amount = basket.exchange.amount(amounts).ok().flatten();
            Ok(amount.ok_or(IneligibleReason::Currency)?.clamp(0, price))
        }
    }
}

impl Pools {
    fn of(wanted: &Wanted<'_>, basket: &DiscountBasket) -> Result<Self, IneligibleReason> {
        let mut buys = items::entitled(wanted.terms, &wanted.buys.items, basket)?;
        let mut gets = items::entitled(wanted.terms, wanted.gets, basket)?;
        let line = |at: usize| &basket.lines[at];
        let by_price = |line: &BasketLine| -> (i64, CartLineId) { (line.unit_price, line.id) };
        let mut may_get = vec![false; basket.lines.len()];
        for &at in &gets {
            may_get[at] = true;
        }
        buys.sort_by_key(|at| (may_get[*at], Reverse(by_price(line(*at)))));
        gets.sort_by_key(|at| by_price(line(*at)));
        Ok(Self {
            buys,
            gets,
            units: basket.lines.iter().map(|line| line.quantity).collect(),
        })
    }

    /// How many times the discount applies.
    fn times(&self, need: Need, each: i64, basket: &DiscountBasket) -> i64 {
        let gets = self.gets.iter().map(|&at| self.units[at]).sum::<i64>();
        let suffices = |times: i64| {
            let left = self.left_after(need, times, basket);
            left.is_some_and(|left| {
                let rest = self.gets.iter().map(|&at| left[at]).sum::<i64>();
                rest / each >= times
            })
        };
        // What suffices for a number of times suffices for every lower one.
        let (mut known, mut beyond) = (0, gets / each + 1);
        while beyond - known > 1 {
            let middle = known + (beyond - known) / 2;
            if suffices(middle) {
                known = middle;
            } else {
                beyond = middle;
            }
        }
        known
    }

    /// Units of each line that are left when this much is bought this many times; `None` if there
    /// is not enough.
    fn left_after(&self, need: Need, times: i64, basket: &DiscountBasket) -> Option<Vec<i64>> {
        let mut left = self.units.clone();
        let mut missing = match need {
            Need::Units(units) => units.checked_mul(times)?,
            Need::Amount(amount) => amount.checked_mul(times)?,
        };
        for &at in &self.buys {
            if missing <= 0 {
                break;
            }
            let price = basket.lines[at].unit_price;
            let (wanted, each) = match need {
                Need::Units(_) => (missing, 1),
                Need::Amount(_) if price == 0 => continue,
                Need::Amount(_) => (missing / price + i64::from(missing % price > 0), price),
            };
            let units = wanted.min(left[at]);
            left[at] -= units;
            missing -= units * each;
        }
        (missing <= 0).then_some(left)
    }
}

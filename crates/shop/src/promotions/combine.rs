//! Chooses which discounts apply if several could: those with which the buyer pays least.
//!
//! Discounts combine if each allows the class of the other. Each line gets one product discount:
//! the best for it, among those that combine; else one discount is chosen for all lines. Order
//! discounts follow, on what is left, percentages first; then shipping discounts.
//!
//! For each set of classes that may be combined, the discounts that combine with all of them
//! compete. If two results are worth the same, the one that honours more of the entered codes wins,
//! then the one with fewer discounts, then the one with the older ones. So the result never depends
//! on the order of lines, codes or discounts.

use super::{
    basket::DiscountBasket,
    candidate::{Candidate, DiscountKind},
    outcome::AppliedDiscount,
    reason::IneligibleReason,
    rewards::{amount, free_shipping, percentage},
    rules,
};
use souk_entities::orders::discount::Minimum;
use std::{cmp::Reverse, collections::BTreeMap};

/// Which classes are combined.
#[derive(Clone, Copy)]
struct Meeting {
    product: bool,
    order: bool,
    shipping: bool,
}

/// Sets of discounts that combine: all of them; and if they may cost the buyer a later discount,
/// those without the last, without the last two, and so on. So an additional discount never makes a
/// cart more expensive.
fn together<T>(social: &[T], may_cost: bool) -> impl Iterator<Item = &[T]> {
    let least = if may_cost { 1 } else { social.len().max(1) };
    (least..=social.len()).rev().map(|some| &social[..some])
}

/// A discount compared with others of its kind: how much it takes off, its precedence among equals,
/// and its index.
type Rival = (i64, Reverse<(bool, i64)>, usize);

/// A basket and the discounts that may be used for it.
pub(super) struct Contest<'a> {
    pub(super) basket: &'a DiscountBasket,
    pub(super) candidates: &'a [Candidate],
    /// Price of each line without discounts.
    pub(super) prices: &'a [i64],
    /// What each product discount takes off on its own; `None` for the others, and for those that
    /// do not apply.
    pub(super) alone: Vec<Option<Vec<i64>>>,
    /// Order discounts that may be used.
    pub(super) of_order: Vec<OfOrder>,
    /// Indices of the shipping discounts that may be used.
    pub(super) of_shipping: Vec<usize>,
}

/// An order discount.
pub(super) struct OfOrder {
    /// Its index among the candidates.
    pub(super) candidate: usize,
    /// Indices of the lines it covers.
    pub(super) places: Vec<usize>,
    /// How much it takes off, compared with others of its kind: millionths, or an amount.
    pub(super) strength: i64,
    /// Whether it is a percentage; else it is an amount that the lines share.
    pub(super) is_share: bool,
}

impl OfOrder {
    /// What it takes off each line, given what each costs so far.
    fn off(&self, basket: &DiscountBasket, left: &[i64]) -> Vec<i64> {
        match self.is_share {
            true => percentage::of_lines(self.strength, &self.places, left),
            false => amount::shared(self.strength, basket, &self.places, left),
        }
    }
}

impl Contest<'_> {
    /// The combination with which the buyer pays least.
    pub(super) fn best(&self) -> Vec<AppliedDiscount> {
        let mut best = Vec::new();
        let mut record = self.rank(&best);
        for bits in 0..8_u8 {
            let meeting = Meeting {
                product: bits & 1 != 0,
                order: bits & 2 != 0,
                shipping: bits & 4 != 0,
            };
            for shares in self.of_goods(meeting) {
                for found in self.with_order(meeting, shares) {
                    let found = self.with_shipping(meeting, found);
                    let rank = self.rank(&found);
                    if rank > record {
                        (best, record) = (found, rank);
                    }
                }
            }
        }
        best
    }

    /// What the lines cost after these discounts.
    pub(super) fn left(&self, shares: &[AppliedDiscount]) -> Vec<i64> {
        let mut left = self.prices.to_vec();
        for share in shares {
            for (left, taken) in left.iter_mut().zip(&share.lines) {
                *left -= taken;
            }
        }
        left
    }

    fn rank(&self, found: &[AppliedDiscount]) -> (i64, usize, Reverse<usize>, Vec<Reverse<i64>>) {
        let shares = found.iter();
        let candidates = shares
            .clone()
            .map(|share| &self.candidates[share.candidate]);
        let mut ids: Vec<i64> = candidates.clone().map(|it| it.discount.id.0).collect();
        ids.sort_unstable();
        let amounts = shares.flat_map(|share| share.lines.iter().chain(&share.deliveries));
        (
            amounts.fold(0_i64, |sum, &amount| sum.saturating_add(amount)),
            candidates.filter(|it| it.code.is_some()).count(),
            Reverse(found.len()),
            ids.into_iter().map(Reverse).collect(),
        )
    }

    /// Whether a discount combines with the other classes.
    fn suits(&self, candidate: usize, meeting: Meeting) -> bool {
        let candidate = &self.candidates[candidate];
        let own = candidate.class();
        let others = [
            (DiscountKind::Product, meeting.product),
            (DiscountKind::Order, meeting.order),
            (DiscountKind::Shipping, meeting.shipping),
        ];
        let mut others = others.into_iter();
        others.all(|(class, meets)| !meets || class == own || candidate.combines_with(class))
    }

    /// Possible sets of product discounts: each one that does not combine, and all that do
    /// together.
    fn of_goods(&self, meeting: Meeting) -> Vec<Vec<AppliedDiscount>> {
        if !meeting.product {
            return vec![Vec::new()];
        }
        let places = 0..self.candidates.len();
        let places = places.filter(|&at| self.alone[at].is_some() && self.suits(at, meeting));
        let (social, single): (Vec<_>, Vec<_>) =
            places.partition(|&at| self.candidates[at].combines_with(DiscountKind::Product));
        let mut ways: Vec<Vec<AppliedDiscount>> =
            single.into_iter().map(|at| vec![self.share(at)]).collect();
        let mut social = social;
        social.sort_by_key(|&at| self.precedence(at));
        let may_cost = (meeting.order
            && self
                .of_order
                .iter()
                .any(|it| self.asks_for_amount(it.candidate)))
            || (meeting.shipping && self.of_shipping.iter().any(|&at| self.asks_for_amount(at)));
        ways.extend(together(&social, may_cost).map(|some| self.best_of_each_line(some)));
        ways
    }

    /// Whether a discount requires a minimum subtotal: others that lower the subtotal may cost the
    /// buyer this one.
    fn asks_for_amount(&self, candidate: usize) -> bool {
        let minimum = &self.candidates[candidate].discount.terms.minimum;
        matches!(minimum, Some(Minimum::Subtotal(_)))
    }

    fn share(&self, candidate: usize) -> AppliedDiscount {
        AppliedDiscount {
            candidate,
            lines: self.alone[candidate].clone().unwrap_or_default(),
            deliveries: Vec::new(),
        }
    }

    /// Gives each line the discount that takes off most; among equals the code, then the older one.
    fn best_of_each_line(&self, candidates: &[usize]) -> Vec<AppliedDiscount> {
        let mut shares: Vec<AppliedDiscount> =
            candidates.iter().map(|&at| self.share(at)).collect();
        for line in 0..self.prices.len() {
            let amounts = shares.iter().map(|share| share.lines[line]);
            let best = amounts
                .enumerate()
                .max_by_key(|&(at, amount)| (amount, Reverse(at)));
            let best = best.map(|(at, _)| at);
            for (at, share) in shares.iter_mut().enumerate() {
                if Some(at) != best {
                    share.lines[line] = 0;
                }
            }
        }
        shares.retain(|share| share.lines.iter().any(|&amount| amount > 0));
        shares
    }

    /// Codes first, then older discounts.
    fn precedence(&self, candidate: usize) -> (bool, i64) {
        let candidate = &self.candidates[candidate];
        (candidate.code.is_none(), candidate.discount.id.0)
    }

    /// Possible sets of order discounts to add.
    fn with_order(
        &self,
        meeting: Meeting,
        shares: Vec<AppliedDiscount>,
    ) -> Vec<Vec<AppliedDiscount>> {
        if !meeting.order {
            return vec![shares];
        }
        let left = self.left(&shares);
        let may = self.of_order.iter().filter(|it| {
            let minimum = self.candidates[it.candidate]
                .discount
                .terms
                .minimum
                .as_ref();
            self.suits(it.candidate, meeting)
                && rules::minimum::check(minimum, self.basket, &it.places, &left).is_ok()
        });
        let (social, single): (Vec<_>, Vec<_>) =
            may.partition(|it| self.candidates[it.candidate].combines_with(DiscountKind::Order));
        let mut ways = self.strongest(&single, &left);
        let mut social = social;
        social.sort_by_key(|it| self.precedence(it.candidate));
        let may_cost =
            meeting.shipping && self.of_shipping.iter().any(|&at| self.asks_for_amount(at));
        ways.extend(together(&social, may_cost).map(<[_]>::to_vec));
        let ways = ways.into_iter();
        ways.map(|way| self.one_after_another(shares.clone(), way))
            .collect()
    }

    /// Of the discounts that do not combine, those that can win: for each kind of discount and of
    /// purchase, the one that takes off most.
    fn strongest<'a>(&self, single: &[&'a OfOrder], left: &[i64]) -> Vec<Vec<&'a OfOrder>> {
        let mut strongest: BTreeMap<_, Rival> = BTreeMap::new();
        for (at, it) in single.iter().enumerate() {
            let terms = &self.candidates[it.candidate].discount.terms;
            let kind = (it.is_share, terms.one_time_purchases, terms.subscriptions);
            let strength = match it.is_share {
                true => it.strength,
                // At most what is there: else a higher amount would win that takes off no more.
                false => {
                    let goods = it.places.iter().map(|&at| left[at]);
                    it.strength.min(goods.fold(0, i64::saturating_add))
                }
            };
            let precedence = Reverse(self.precedence(it.candidate));
            let rival = (strength, precedence, at);
            let known = strongest.entry(kind).or_insert(rival);
            *known = rival.max(*known);
        }
        let strongest = strongest.into_values();
        strongest.map(|(_, _, at)| vec![single[at]]).collect()
    }

    /// Applies order discounts to what earlier ones leave: percentages first, so that they are
    /// taken from the higher amount.
    fn one_after_another(
        &self,
        mut shares: Vec<AppliedDiscount>,
        mut way: Vec<&OfOrder>,
    ) -> Vec<AppliedDiscount> {
        way.sort_by_key(|it| (!it.is_share, self.precedence(it.candidate)));
        let mut left = self.left(&shares);
        for it in way {
            let lines = it.off(self.basket, &left);
            if lines.iter().all(|&amount| amount == 0) {
                continue;
            }
            for (left, taken) in left.iter_mut().zip(&lines) {
                *left -= taken;
            }
            shares.push(AppliedDiscount {
                candidate: it.candidate,
                lines,
                deliveries: Vec::new(),
            });
        }
        shares
    }

    /// Adds the best shipping discount.
    fn with_shipping(
        &self,
        meeting: Meeting,
        mut found: Vec<AppliedDiscount>,
    ) -> Vec<AppliedDiscount> {
        if !meeting.shipping {
            return found;
        }
        let left = self.left(&found);
        let may = self.of_shipping.iter().copied();
        let may = may.filter(|&at| self.suits(at, meeting));
        let shares = may.filter_map(|candidate| {
            let deliveries = self.off_deliveries(candidate, &left).ok()?;
            Some(AppliedDiscount {
                candidate,
                lines: vec![0; self.prices.len()],
                deliveries,
            })
        });
        let value = |share: &AppliedDiscount| share.deliveries.iter().sum::<i64>();
        let best = shares.max_by_key(|it| (value(it), Reverse(self.precedence(it.candidate))));
        // A code that waits for the buyer to select a delivery option is honoured; it takes nothing
        // off yet.
        let counts = |share: &AppliedDiscount| {
            value(share) > 0 || self.candidates[share.candidate].code.is_some()
        };
        found.extend(best.filter(counts));
        found
    }

    /// What a discount takes off each delivery, given what the lines cost so far.
    ///
    /// # Errors
    ///
    /// The rule by which it does not apply.
    pub(super) fn off_deliveries(
        &self,
        candidate: usize,
        left: &[i64],
    ) -> Result<Vec<i64>, IneligibleReason> {
        let terms = &self.candidates[candidate].discount.terms;
        let goods = rules::items::entitled(terms, &rules::items::ALL, self.basket)?;
        rules::minimum::check(terms.minimum.as_ref(), self.basket, &goods, left)?;
        free_shipping::off_deliveries(&terms.reward, self.basket)
    }
}

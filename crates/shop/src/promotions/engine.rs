//! Applies discounts to a cart. Pure functions: no database and no clock.

use super::{
    basket::DiscountBasket,
    candidate::{Candidate, DiscountKind},
    combine::{Contest, OfOrder},
    outcome::{AppliedDiscount, DiscountOutcome},
    reason::IneligibleReason,
    rewards, rules,
};
use souk_entities::orders::discount::Reward;
use souk_kernel::money::MoneyError;

/// Chooses the discounts with which the buyer pays least, and gives the reason for each that does
/// not apply.
///
/// # Errors
///
/// When the price of a line is out of range.
pub fn apply_discounts(
    basket: &DiscountBasket,
    candidates: &[Candidate],
) -> Result<DiscountOutcome, MoneyError> {
    let prices = basket.lines.iter().map(|line| line.subtotal());
    let prices: Vec<i64> = prices.collect::<Result<_, _>>()?;
    let mut contest = Contest {
        basket,
        candidates,
        prices: &prices,
        alone: Vec::with_capacity(candidates.len()),
        of_order: Vec::new(),
        of_shipping: Vec::new(),
    };
    let mut refused = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let (alone, reason) = match first(at, candidate, basket, &prices) {
            First::Refused(reason) => (None, Some(reason)),
            First::Goods(lines) => (Some(lines), None),
            First::Order(of_order) => {
                contest.of_order.push(of_order);
                (None, None)
            }
            First::Shipping => {
                contest.of_shipping.push(at);
                (None, None)
            }
        };
        contest.alone.push(alone);
        refused.push(reason);
    }
    let applied = contest.best();
    Ok(DiscountOutcome {
        verdicts: verdicts(&contest, &applied, refused),
        applied,
    })
}

/// What is known of a discount before it is combined with others.
enum First {
    Refused(IneligibleReason),
    /// What it takes off each line.
    Goods(Vec<i64>),
    Order(OfOrder),
    Shipping,
}

fn first(at: usize, candidate: &Candidate, basket: &DiscountBasket, prices: &[i64]) -> First {
    let terms = &candidate.discount.terms;
    let known = || -> Result<First, IneligibleReason> {
        rules::check(candidate, basket)?;
        Ok(match (candidate.class(), &terms.reward) {
            (DiscountKind::Product, _) => {
                First::Goods(rewards::off_goods(terms, basket, prices, prices)?)
            }
            (DiscountKind::Order, Reward::Percentage { items, millionths }) => {
                First::Order(OfOrder {
                    candidate: at,
                    places: rules::items::entitled(terms, items, basket)?,
                    strength: *millionths,
                    is_share: true,
                })
            }
            (DiscountKind::Order, Reward::Amount { items, amounts, .. }) => {
                let amount = basket.exchange.amount(amounts).ok().flatten();
                First::Order(OfOrder {
                    candidate: at,
                    places: rules::items::entitled(terms, items, basket)?,
                    strength: amount.ok_or(IneligibleReason::Currency)?,
                    is_share: false,
                })
            }
            (DiscountKind::Order | DiscountKind::Shipping, _) => {
                rules::items::entitled(terms, &rules::items::ALL, basket)?;
                First::Shipping
            }
        })
    };
    known().unwrap_or_else(First::Refused)
}

fn verdicts(
    contest: &Contest<'_>,
    best: &[AppliedDiscount],
    refused: Vec<Option<IneligibleReason>>,
) -> Vec<Result<(), IneligibleReason>> {
    let class = |at: usize| contest.candidates[at].class();
    let of_goods = best
        .iter()
        .filter(|it| class(it.candidate) == DiscountKind::Product);
    let of_goods: Vec<_> = of_goods.cloned().collect();
    let (goods, left) = (contest.left(&of_goods), contest.left(best));
    let verdict = |(at, refused): (usize, Option<IneligibleReason>)| {
        if let Some(reason) = refused {
            return Err(reason);
        }
        if best.iter().any(|applied| applied.candidate == at) {
            return Ok(());
        }
        let terms = &contest.candidates[at].discount.terms;
        match class(at) {
            DiscountKind::Product => {}
            DiscountKind::Order => {
                rewards::off_goods(terms, contest.basket, &goods, &left)?;
            }
            DiscountKind::Shipping => {
                contest.off_deliveries(at, &left)?;
            }
        }
        Err(IneligibleReason::Combination)
    };
    refused.into_iter().enumerate().map(verdict).collect()
}

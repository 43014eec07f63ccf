//! The rewards of discounts: one small file for each.
//!
//! A reward receives what each line costs so far and returns what it takes off each, never more
//! than that.

pub(super) mod amount;
pub(super) mod buy_get;
pub(super) mod free_shipping;
pub(super) mod percentage;

use super::{basket::DiscountBasket, reason::IneligibleReason, rules};
use souk_entities::orders::discount::{DiscountTerms, Reward};

/// What a product or order discount takes off each line of the basket, given what each costs so
/// far. The minimum purchase is checked against `counted`.
///
/// # Errors
///
/// The rule by which it does not apply.
pub(super) fn off_goods(
    terms: &DiscountTerms,
    basket: &DiscountBasket,
    counted: &[i64],
    paid: &[i64],
) -> Result<Vec<i64>, IneligibleReason> {
    let minimum = terms.minimum.as_ref();
    let entitled = |items| {
        let places = rules::items::entitled(terms, items, basket)?;
        rules::minimum::check(minimum, basket, &places, counted)?;
        Ok(places)
    };
    let taken = match &terms.reward {
        Reward::Percentage { millionths, items } => {
            percentage::of_lines(*millionths, &entitled(items)?, paid)
        }
        Reward::Amount {
            amounts,
            each_item,
            items,
        } => {
            let places = entitled(items)?;
            let amount = basket.exchange.amount(amounts);
            let amount = amount.ok().flatten().ok_or(IneligibleReason::Currency)?;
            if *each_item {
                amount::off_each(amount, basket, &places, paid)
            } else {
                amount::shared(amount, basket, &places, paid)
            }
        }
        Reward::BuyGet {
            buys,
            gets,
            quantity,
            effect,
            uses_per_order,
        } => {
            let wanted = buy_get::Wanted {
                terms,
                buys,
                gets,
                quantity: *quantity,
                most: *uses_per_order,
            };
            buy_get::off_units(&wanted, effect, basket)?
        }
        Reward::FreeShipping { .. } => vec![0; basket.lines.len()],
    };
    if taken.iter().all(|&amount| amount == 0) {
        return Err(IneligibleReason::Nothing);
    }
    Ok(taken)
}

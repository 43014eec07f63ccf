//! Free shipping.

use crate::promotions::{
    basket::{BasketDelivery, DiscountBasket},
    reason::IneligibleReason,
};
use souk_entities::orders::discount::{Amounts, Reward};

/// What is taken off each delivery: all of it if it may be free. Before the buyer selects a
/// delivery option nothing is taken off, which is not an error.
///
/// # Errors
///
/// When it is for other deliveries.
pub(in crate::promotions) fn off_deliveries(
    reward: &Reward,
    basket: &DiscountBasket,
) -> Result<Vec<i64>, IneligibleReason> {
    let Reward::FreeShipping {
        countries,
        maximum_price,
    } = reward
    else {
        return Err(IneligibleReason::Nothing);
    };
    if basket.deliveries.is_empty() {
        return match basket.delivery_is_open {
            true => Ok(Vec::new()),
            false => Err(IneligibleReason::Delivery),
        };
    }
    let most = highest(maximum_price.as_ref(), basket)?;
    let goes_there =
        |delivery: &BasketDelivery| countries.is_empty() || countries.contains(&delivery.country);
    let deliveries = basket.deliveries.iter();
    let is_free = |it: &BasketDelivery| goes_there(it) && most.is_none_or(|most| it.price <= most);
    let free: Vec<bool> = deliveries.map(is_free).collect();
    if !free.contains(&true) {
        return Err(IneligibleReason::Delivery);
    }
    let deliveries = basket.deliveries.iter().zip(free);
    let taken = deliveries.map(|(delivery, free)| if free { delivery.price } else { 0 });
    let taken: Vec<i64> = taken.collect();
    // A code is not used up on a delivery that is free anyway.
    match taken.iter().all(|&amount| amount == 0) {
        true => Err(IneligibleReason::Nothing),
        false => Ok(taken),
    }
}

fn highest(
    maximum: Option<&Amounts>,
    basket: &DiscountBasket,
) -> Result<Option<i64>, IneligibleReason> {
    let Some(maximum) = maximum else {
        return Ok(None);
    };
    let amount = basket.exchange.amount(maximum).ok().flatten();
    amount.map(Some).ok_or(IneligibleReason::Currency)
}

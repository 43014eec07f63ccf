//! The minimum purchase: a number of units, or an amount.

use crate::promotions::{basket::DiscountBasket, reason::IneligibleReason};
use souk_entities::orders::discount::Minimum;

/// Whether the lines at `places` meet the minimum. `paid` holds what each line of the basket costs
/// after earlier discounts.
///
/// # Errors
///
/// What is lacking.
pub(in crate::promotions) fn check(
    minimum: Option<&Minimum>,
    basket: &DiscountBasket,
    places: &[usize],
    paid: &[i64],
) -> Result<(), IneligibleReason> {
    match minimum {
        None => Ok(()),
        Some(Minimum::Quantity(least)) => {
            let units = places.iter().map(|&at| basket.lines[at].quantity);
            let units = units.fold(0_i64, i64::saturating_add);
            if units < *least {
                Err(IneligibleReason::Quantity)
            } else {
                Ok(())
            }
        }
        Some(Minimum::Subtotal(least)) => {
            let least = basket.exchange.amount(least);
            let least = least.ok().flatten().ok_or(IneligibleReason::Currency)?;
            let subtotal = places.iter().map(|&at| paid[at]);
            let subtotal = subtotal.fold(0_i64, i64::saturating_add);
            if subtotal < least {
                Err(IneligibleReason::Subtotal)
            } else {
                Ok(())
            }
        }
    }
}

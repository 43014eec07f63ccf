//! So much must be bought: a number of units, or goods for an amount.

use crate::promotions::{basket::Basket, reason::Reason};
use souk_entities::orders::discount::Minimum;

/// Whether the lines at `places` are enough. `paid` tells what each line of the basket costs after the
/// discounts that came before.
///
/// # Errors
///
/// What is lacking.
pub(in crate::promotions) fn check(
    minimum: Option<&Minimum>,
    basket: &Basket,
    places: &[usize],
    paid: &[i64],
) -> Result<(), Reason> {
    match minimum {
        None => Ok(()),
        Some(Minimum::Quantity(least)) => {
            let units = places.iter().map(|&at| basket.lines[at].quantity);
            let units = units.fold(0_i64, i64::saturating_add);
            if units < *least {
                Err(Reason::Quantity)
            } else {
                Ok(())
            }
        }
        Some(Minimum::Subtotal(least)) => {
            let least = basket.exchange.amount(least);
            let least = least.ok().flatten().ok_or(Reason::Currency)?;
            let subtotal = places.iter().map(|&at| paid[at]);
            let subtotal = subtotal.fold(0_i64, i64::saturating_add);
            if subtotal < least {
                Err(Reason::Subtotal)
            } else {
                Ok(())
            }
        }
    }
}

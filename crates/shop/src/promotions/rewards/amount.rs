//! An amount off each unit, or off some lines together.

use crate::promotions::basket::DiscountBasket;
use souk_kernel::money::Money;

/// The amount off each unit, at most its price.
pub(in crate::promotions) fn off_each(
    amount: i64,
    basket: &DiscountBasket,
    places: &[usize],
    paid: &[i64],
) -> Vec<i64> {
    let mut taken = vec![0; paid.len()];
    for &at in places {
        let off = amount.max(0).saturating_mul(basket.lines[at].quantity);
        taken[at] = off.min(paid[at]);
    }
    taken
}

/// The amount off the lines together, at most what they cost, shared among them by largest
/// remainder. If two remainders are equal, the line with the lower id comes first, so that the
/// order of the lines changes nothing.
pub(in crate::promotions) fn shared(
    amount: i64,
    basket: &DiscountBasket,
    places: &[usize],
    paid: &[i64],
) -> Vec<i64> {
    let mut taken = vec![0; paid.len()];
    let mut places = places.to_vec();
    places.retain(|&at| paid[at] > 0);
    places.sort_unstable_by_key(|&at| basket.lines[at].id);
    let together = places.iter().map(|&at| paid[at]);
    let together = together.fold(0_i64, i64::saturating_add);
    let whole = Money::new(amount.clamp(0, together), basket.exchange.currency);
    let weights: Vec<u64> = places.iter().map(|&at| paid[at].unsigned_abs()).collect();
    let Ok(shares) = whole.split(&weights) else {
        return taken; // nothing costs anything
    };
    for (&at, share) in places.iter().zip(shares) {
        taken[at] = share.minor();
    }
    taken
}

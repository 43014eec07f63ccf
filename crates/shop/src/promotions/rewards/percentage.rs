//! A percentage of the price of each line.

use crate::pricing::WHOLE;
use souk_kernel::money::divide_half_away;

/// The percentage of what each line costs so far, rounded per line. So a line's discount does not
/// depend on the lines beside it.
pub(in crate::promotions) fn of_lines(millionths: i64, places: &[usize], paid: &[i64]) -> Vec<i64> {
    let mut taken = vec![0; paid.len()];
    for &at in places {
        taken[at] = percentage_of(millionths, paid[at]);
    }
    taken
}

/// The percentage of an amount. What remains of it is rounded half away from zero, as every price
/// is: half of 83.33 is 41.67 with 41.66 taken off.
pub(in crate::promotions) fn percentage_of(millionths: i64, amount: i64) -> i64 {
    let rest = WHOLE - millionths.clamp(0, WHOLE);
    if let Some(product) = amount.max(0).checked_mul(rest) {
        return amount - (product / WHOLE + i64::from(product % WHOLE >= WHOLE / 2)); // fast path
    }
    let rest = i128::from(amount) * i128::from(rest);
    let rest = divide_half_away(rest, i128::from(WHOLE));
    amount - rest.expect("a share is never larger than the whole")
}

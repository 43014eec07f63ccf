//! The driver of a checkout attempt, apart from the end of its lease, so that a lease can be renewed.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let claim = big_integer("claim").default(0).take();
    let attempt = Table::alter()
        .table("checkout_attempt")
        .add_column(claim)
        .take();
    steps.add(attempt);
    // Attempts with nothing left to do have a lease that never ends: no search finds them.
    let over = "UPDATE checkout_attempt SET leased_until = 9223372036854775807 \
        WHERE step IN ('COMPLETED', 'RETREATED')";
    steps.add(over);
}

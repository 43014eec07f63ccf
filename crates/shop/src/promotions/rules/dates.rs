//! Start and end of a discount.

use crate::promotions::reason::IneligibleReason;
use souk_entities::{Timestamp, orders::discount};

/// It is active from its start until just before its end.
pub(super) fn check(discount: &discount::Model, now: Timestamp) -> Result<(), IneligibleReason> {
    if now < discount.starts_at {
        return Err(IneligibleReason::NotStarted);
    }
    if discount.ends_at.is_some_and(|end| now >= end) {
        return Err(IneligibleReason::Ended);
    }
    Ok(())
}

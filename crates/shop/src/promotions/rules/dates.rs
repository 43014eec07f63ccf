//! Start and end of a discount.

use crate::promotions::reason::Reason;
use souk_entities::{Timestamp, orders::discount};

/// It is active from its start until just before its end.
pub(super) fn check(discount: &discount::Model, now: Timestamp) -> Result<(), Reason> {
    if now < discount.starts_at {
        return Err(Reason::NotStarted);
    }
    if discount.ends_at.is_some_and(|end| now >= end) {
        return Err(Reason::Ended);
    }
    Ok(())
}

//! Usage limits: of a code, and of one use per customer.
//!
//! The uses known here may be out of date by the time of the checkout: there the limits are guarded
//! updates.

use crate::promotions::{candidate::EnteredCode, reason::IneligibleReason};
use souk_entities::orders::discount;

pub(super) fn check(
    discount: &discount::Model,
    entered: Option<&EnteredCode>,
) -> Result<(), IneligibleReason> {
    let Some(entered) = entered else {
        return Ok(());
    };
    if discount
        .usage_limit
        .is_some_and(|most| entered.used >= most)
    {
        return Err(IneligibleReason::UsageLimit);
    }
    if discount.terms.once_per_customer && entered.used_by_customer {
        return Err(IneligibleReason::CustomerUsageLimit);
    }
    Ok(())
}

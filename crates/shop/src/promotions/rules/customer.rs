//! Limits a discount to certain customers, identified by their e-mail address.

use crate::promotions::reason::IneligibleReason;
use souk_entities::orders::discount::DiscountAudience;

pub(super) fn check(
    audience: &DiscountAudience,
    email: Option<&str>,
) -> Result<(), IneligibleReason> {
    if audience.emails.is_empty() {
        return Ok(());
    }
    let email = email.ok_or(IneligibleReason::CustomerUnknown)?;
    let mut emails = audience.emails.iter();
    if emails.any(|listed| listed == email) {
        return Ok(());
    }
    Err(IneligibleReason::Customer)
}

//! Limits a discount to certain customers, identified by their e-mail address.

use crate::promotions::reason::Reason;
use souk_entities::orders::discount::DiscountAudience;

pub(super) fn check(audience: &DiscountAudience, email: Option<&str>) -> Result<(), Reason> {
    if audience.emails.is_empty() {
        return Ok(());
    }
    let email = email.ok_or(Reason::CustomerUnknown)?;
    let mut emails = audience.emails.iter();
    if emails.any(|listed| listed == email) {
        return Ok(());
    }
    Err(Reason::Customer)
}

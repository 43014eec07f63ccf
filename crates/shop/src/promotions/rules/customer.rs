//! Limits a discount to certain customers, identified by their e-mail address.

use crate::promotions::{
    basket::{DiscountAsker, DiscountBasket},
    candidate::Candidate,
    reason::IneligibleReason,
};

/// Buyers are asked for an address; whether it is listed is checked when the cart is submitted.
/// That cannot be for a discount without a code, so such a discount applies to nobody.
pub(super) fn check(
    candidate: &Candidate,
    basket: &DiscountBasket,
) -> Result<(), IneligibleReason> {
    let discount = &candidate.discount;
    if discount.terms.audience.emails.is_empty() {
        return Ok(());
    }
    let email = basket.email.as_deref();
    if email.is_none() {
        return Err(IneligibleReason::CustomerUnknown);
    }
    let is_open = match basket.asker {
        DiscountAsker::Buyer => true,
        DiscountAsker::Merchant => candidate.is_for(email),
    };
    match is_open && !discount.is_automatic {
        true => Ok(()),
        false => Err(IneligibleReason::Customer),
    }
}

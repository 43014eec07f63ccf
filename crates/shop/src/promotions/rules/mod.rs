//! The conditions of discounts: one small file for each rule.

mod channel;
mod customer;
mod dates;
pub(super) mod items;
mod market;
pub(super) mod minimum;
mod usage;

use super::{basket::DiscountBasket, candidate::Candidate, reason::IneligibleReason};

/// Whether a discount may be used for this cart at all, whatever else it holds. The first rule that
/// fails decides.
///
/// # Errors
///
/// The rule that fails.
pub(super) fn check(
    candidate: &Candidate,
    basket: &DiscountBasket,
) -> Result<(), IneligibleReason> {
    let discount = &candidate.discount;
    dates::check(discount, basket.now)?;
    market::check(&discount.terms.audience, basket.market)?;
    channel::check(&discount.terms.audience, basket.channel)?;
    customer::check(&discount.terms.audience, basket.email.as_deref())?;
    usage::check(discount, candidate.code.as_ref())
}

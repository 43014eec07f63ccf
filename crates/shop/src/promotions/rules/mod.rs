//! The conditions of discounts: one small file for each rule.

mod channel;
mod customer;
mod dates;
pub(super) mod items;
mod market;
pub(super) mod minimum;
mod usage;

use super::{basket::DiscountBasket, candidate::Candidate, reason::IneligibleReason};
use souk_entities::orders::discount;

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
    check_offer(discount, basket)?;
    customer::check(candidate, basket)?;
    usage::check(discount, candidate.code.as_ref())
}

/// Whether a discount is offered now, in this market and this channel. To a buyer, the code of one
/// that is not is unknown.
///
/// # Errors
///
/// The rule that fails.
pub(super) fn check_offer(
    discount: &discount::Model,
    basket: &DiscountBasket,
) -> Result<(), IneligibleReason> {
    dates::check(discount, basket.now)?;
    market::check(&discount.terms.audience, basket.market)?;
    channel::check(&discount.terms.audience, basket.channel)
}

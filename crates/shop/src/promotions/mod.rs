//! Discounts: what reduces the price of carts, automatically or by a code, and why.
//!
//! Owns the discounts, their codes and their redemptions in the `orders` database. The engine is
//! pure: a basket and the discounts that may apply go in, what each takes off comes out. What the
//! domain offers to others is exported here.

pub mod automatic_discounts;
pub mod basket;
mod candidate;
mod combine;
pub mod discount_inputs;
pub mod discount_selection;
pub mod discounts;
pub mod engine;
mod error_code;
#[cfg(test)]
mod known_answers;
pub mod listing;
mod outcome;
#[cfg(test)]
mod properties;
pub mod reason;
pub mod redeem;
mod rewards;
mod rules;
#[cfg(test)]
mod samples;
mod store;

pub use automatic_discounts::Discounts;
pub use basket::{BasketDelivery, BasketLine, DiscountAsker, DiscountBasket, Exchange};
pub use candidate::{Candidate, DiscountKind, EnteredCode};
pub use discount_inputs::{
    DiscountCombinesWithInput, DiscountCustomerGetsInput, DiscountCustomerGetsValueInput,
    DiscountItemsInput,
};
pub use discount_selection::{
    CodeVerdict, ConsideredDiscounts, consider_discounts, normalized_code,
};
pub use discounts::{
    DiscountArgument, create_discount, draft::DiscountChange, reward::DiscountReward,
};
pub use engine::apply_discounts;
pub use error_code::DiscountErrorCode;
pub use outcome::{AppliedDiscount, DiscountOutcome};
pub use reason::IneligibleReason;
pub use redeem::{Redemption, RedemptionRefused, redeem_discounts, return_redemptions};

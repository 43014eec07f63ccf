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
#[cfg(test)]
mod properties;
pub mod reason;
pub mod redeem;
mod rewards;
mod rules;
#[cfg(test)]
mod samples;
mod store;

pub use crate::promotions::discount_selection::normalized_code;
pub use basket::BasketDelivery;
pub use basket::BasketLine;
pub use basket::Exchange;
pub use discount_inputs::DiscountCombinesWithInput;
pub use discount_inputs::DiscountCustomerGetsInput;
pub use discount_inputs::DiscountCustomerGetsValueInput;
pub use discount_inputs::DiscountItemsInput;
pub use discounts::DiscountArgument;
pub use discounts::create_discount;
pub use discounts::draft::DiscountChange;
pub use discounts::reward::DiscountReward;

pub use crate::promotions::automatic_discounts::Discounts;
pub use crate::promotions::basket::DiscountBasket;
pub use crate::promotions::discount_selection::CodeVerdict;
pub use crate::promotions::discount_selection::{ConsideredDiscounts, consider_discounts};
pub use candidate::Candidate;
pub use candidate::{DiscountKind, EnteredCode};
pub use engine::{AppliedDiscount, DiscountOutcome, apply_discounts};
pub use error_code::DiscountErrorCode;
pub use reason::IneligibleReason;
pub use redeem::{Redemption, RedemptionRefused, redeem_discounts, return_redemptions};

//! Discounts: what reduces the price of carts, automatically or by a code, and why.
//!
//! Owns the discounts, their codes and their redemptions in the `orders` database. The engine is
//! pure: a basket and the discounts that may apply go in, what each takes off comes out. What the
//! domain offers to others is exported here.

pub mod basket;
pub mod book;
mod candidate;
mod combine;
pub mod considered;
pub mod discount_inputs;
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

pub use basket::Basket;
pub use book::Discounts;
pub use candidate::{Candidate, Class, Entered};
pub use considered::{CodeVerdict, Considered, consider};
pub use engine::{Applied, Outcome, apply};
pub use error_code::DiscountErrorCode;
pub use reason::Reason;
pub use redeem::{Refused, Use, give_back, redeem};

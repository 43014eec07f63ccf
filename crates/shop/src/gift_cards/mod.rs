//! Gift cards: their value, payments with them, and refunds to them.
//!
//! Owns the gift cards' part of the `orders` database. A card pays, it is not a discount: what it
//! pays is deducted from a total with tax. Codes are never stored, only digests of them.

pub mod codes;
mod error_code;
pub mod issuing;
pub mod listing;
pub mod spending;
mod store;
pub mod tries;
pub mod usable;

pub use codes::GiftCardKeys;
pub use error_code::GiftCardErrorCode;
pub use spending::{Redeemed, Spend, give_back, redeem, refund};
pub use tries::Tries;
pub use usable::{CardPart, Usable};

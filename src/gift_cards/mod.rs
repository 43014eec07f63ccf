//! Gift cards: what they are worth, who spends it, and what goes back to them.
//!
//! Owns the gift cards' part of the `orders` database. A card pays, it does not make cheaper: what it
//! pays is taken off from a total with tax. Codes are never kept, only digests of them.

pub mod codes;
pub mod graphql;
pub mod issuing;
pub mod listing;
pub mod refusal;
pub mod spending;
mod store;
pub mod tries;
pub mod usable;

pub use codes::GiftCardKeys;
pub use spending::{Redeemed, Spend, give_back, redeem, refund};
pub use tries::Tries;
pub use usable::{CardPart, Usable};

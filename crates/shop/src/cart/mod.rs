//! Carts: lines, costs in the buyer's market, and the buyer.
//!
//! Owns the `cart` database. What it offers to other domains is exported here.

pub mod addresses;
pub mod card_numbers;
pub mod change;
pub mod codes;
pub mod delivery;
pub mod discounts;
pub mod edits;
pub mod expiry;
pub mod gift_cards;
pub mod lines;
pub mod merchandise;
pub mod metafields;
pub mod payment;
pub mod postal;
pub mod priced;
pub mod refusal;
pub mod stock;
pub mod store;
pub mod token;
pub mod view;

pub use change::{Changed, close, read, version};
pub use priced::{CartItem, Missing, PricedCart, priced};
pub use token::{CartKeys, CartToken};
pub use view::{CartView, LineView};

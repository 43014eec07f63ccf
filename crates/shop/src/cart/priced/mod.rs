//! Prices of carts with delivery and tax: for display, and as plain values for a purchase.

mod priced_cart;
mod quote;

pub use priced_cart::{CartItem, MissingMerchandise, PricedCart, missing_merchandise, price_cart};
pub use quote::{Quote, quote_cart};

//! The domains of souk: rules and stores. A domain is a folder whose `mod.rs` is its door.
//!
//! Nothing here knows a resolver; the GraphQL types of each domain are in `souk-api`.

pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod code_attempts;
pub mod content;
pub mod delivery;
pub mod gift_cards;
pub mod handles;
pub mod idempotency;
pub mod import;
pub mod inventory;
pub mod market;
pub mod media;
pub mod operations;
pub mod orders;
pub mod payments;
pub mod postal;
pub mod pricing;
pub mod private_page;
pub mod promotions;
pub mod query_syntax;
pub mod search;
pub mod seed;
pub mod tax;
pub mod texts;
mod zones;

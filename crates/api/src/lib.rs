//! The GraphQL schema of souk: the types and resolvers of every domain, joined in [`schema`].
//!
//! Resolvers translate, ask the domain in `souk-shop`, and wrap what it answers.

pub mod boxed;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod connections;
pub mod content;
pub mod context;
pub mod delivery;
pub mod directives;
pub mod gift_cards;
pub mod idempotency;
pub mod interface;
pub mod inventory;
pub mod list;
pub mod market;
pub mod money;
pub mod orders;
mod payload;
pub mod promotions;
pub mod schema;
pub mod search;
pub mod tax;
pub mod user_errors;
pub mod visibility;
pub mod zone_country;

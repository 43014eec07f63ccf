//! Orders: their lines, payments, refunds, fulfillments and timelines.
//!
//! Owns the orders' part of the `orders` database. Money moves through payments and stock through
//! inventory; a request that needs either is written as an operation first and then carried out
//! until it is complete: see [`operations`].

pub mod assignments;
pub mod cancel;
pub mod collecting;
mod finish;
pub mod fulfillment_orders;
pub mod fulfillments;
pub mod gift_cards;
pub mod listing;
pub mod loaders;
pub mod mail;
pub mod operations;
pub mod pages;
pub mod place;
pub mod refunds;
pub mod refusal;
pub mod reported;
mod settling;
pub mod state;
pub mod status_page;
mod store;
pub mod sweep;
mod units;
pub mod update;
mod whole;

pub use place::{Allocated, Fence, NewDelivery, NewLine, NewOrder, OrderPlaced, of_attempt, place};
pub use status_page::OrderKeys;

/// An e-mail address.
pub use lettre::Address as EmailAddress;

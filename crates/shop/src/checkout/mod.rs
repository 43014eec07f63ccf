//! The checkout: turns a cart into an order, once, or leaves everything as it was.
//!
//! An attempt is a row of the `orders` database that a saga ([`place_order`]) takes from step to
//! step. Each step may run twice. After a crash the worker ([`resume`]) continues where it stopped.

pub mod codes;
pub mod freeze;
pub mod page;
pub mod pages;
mod payment;
pub mod place_order;
mod redeem;
pub mod resume;
mod store;
pub mod submit;
pub mod webhook;

pub use page::FormKeys;
pub use store::attempt_by_key;

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

pub use page::PageRequest;
pub use page::enter_checkout;
pub use page::form::CheckoutForm;
pub use page::show_checkout_step;
pub use page::show_unreadable_form;
pub use page::submit_checkout_step;
pub use pages::show_attempt_page;
pub use place_order::DEADLINE_MS;
pub use resume::resume_attempts;
pub use resume::start_resuming_attempts;
pub use webhook::PaymentEvents;

pub use page::FormKeys;
pub use store::attempt_by_key;

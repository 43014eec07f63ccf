//! The checkout: turns a cart into an order, once, or leaves everything as it was.
//!
//! An attempt is a row of the `orders` database that a saga ([`place_order`]) takes from step to
//! step. Each step may run twice. After a crash the worker ([`resume`]) continues where it stopped.

mod attempt_page;
pub mod codes;
pub mod freeze;
mod leases;
mod links;
mod observers;
mod outcome;
mod payment;
pub mod place_order;
mod redeem;
pub mod resume;
mod saga;
mod step_pages;
mod store;
pub mod submit;
pub mod webhook;

pub use attempt_page::show_attempt_page;
pub use leases::{Leases, end_leases_of_earlier_process, start_lease_renewal};
pub use links::attempt_url;
pub use observers::{ObservedAttempt, VisibleAttempt, visible_attempt};
pub use place_order::DEADLINE_MS;
pub use resume::{resume_attempts, start_attempt_resumption};
pub use step_pages::{
    CheckoutForm, FormKeys, PageRequest, enter_checkout, show_checkout_step, show_unreadable_form,
    submit_checkout_step,
};
pub use webhook::PaymentEvents;

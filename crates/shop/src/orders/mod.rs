//! Orders: their lines, payments, refunds, fulfillments and timelines.
//!
//! Owns the orders' part of the `orders` database. Money moves through payments and stock through
//! inventory; a request that needs either is written as an operation first and then carried out
//! until it is complete: see [`operations`].

pub mod assignments;
pub mod cancel;
pub mod collecting;
pub mod fulfillment_orders;
pub mod fulfillments;
pub mod gift_cards;
pub mod listing;
pub mod loaders;
mod locked_order;
pub mod mail;
mod operation_outcomes;
pub mod operations;
pub mod pages;
mod payment_settlement;
pub mod place;
pub mod provider_reports;
pub mod refunds;
pub mod refusal;
pub mod state;
pub mod status_page;
mod store;
pub mod sweep;
mod units;
pub mod update;

pub use crate::orders::provider_reports::RefundEvents;
pub use gift_cards::start_gift_card_reconciliation;
pub use loaders::OrderLoaders;
pub use mail::MailQueue;
pub use mail::send_due;
pub use mail::start_mail;
pub use mail::transport::Mailbox;
pub use operations::resume_order_operations;
pub use operations::start_order_operations;
pub use pages::show_status_page;
pub use refusal::OrderErrorCode;
pub use status_page::order_name;
pub use status_page::order_of_status_page;
pub use status_page::status_page_url;
pub use sweep::start_payment_sweep;
pub use sweep::sweep_payments;

pub use place::{
    AllocatedLine, LeaseFence, NewOrderDelivery, NewOrderLine, order_of_attempt, place_order,
};
pub use place::{NewOrder, OrderPlaced};
pub use status_page::OrderKeys;

/// An e-mail address.
pub use lettre::Address as EmailAddress;

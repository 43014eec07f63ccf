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
mod names;
mod operation_outcomes;
mod operation_work;
pub mod operations;
mod payment_settlement;
pub mod place;
pub mod provider_reports;
pub mod refunds;
pub mod refusal;
pub mod state;
mod status_links;
mod status_page;
mod store;
pub mod sweep;
mod units;
pub mod update;

pub use gift_cards::start_gift_card_reconciliation;
pub use loaders::OrderLoaders;
pub use mail::{MailQueue, send_due, start_mail_delivery, transport::Mailbox};
pub use names::{display_name, order_name};
pub use operations::{resume_order_operations, start_order_operation_resumption};
pub use place::{
    AllocatedLine, LeaseFence, NewOrder, NewOrderDelivery, NewOrderLine, OrderPlaced,
    order_of_attempt, place_order,
};
pub use provider_reports::RefundEvents;
pub use refusal::OrderErrorCode;
pub use status_links::{OrderKeys, order_of_status_page, status_page_url};
pub use status_page::show_status_page;
pub use sweep::{start_payment_sweep, sweep_payments};

//! The work of an operation, as it is stored with it.

use super::units::Step;
use crate::inventory::Allocation;
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::{
        AttemptId, FulfillmentOrderId, FulfillmentOrderLineId, LocationId, PaymentTransactionId,
        RefundId,
    },
    orders::fulfillment::Units,
};

/// The work of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Work {
    /// The checkout attempt under which the stock was sold.
    pub(super) attempt: AttemptId,
    /// Ledger transactions that the provider has to carry out.
    pub(super) transactions: Vec<PaymentTransactionId>,
    /// Whether a capture among them is final: the rest of the authorisation is voided.
    pub(super) last: bool,
    /// The stock changes to make.
    pub(super) stock: Vec<StockStep>,
    /// What is written once everything is done.
    pub(super) end: End,
}

/// A step that the inventory carries out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StockStep {
    /// Key that identifies the step.
    pub(super) key: String,
    /// What happens to the units.
    pub(super) step: Step,
    /// The units.
    pub(super) units: Vec<Allocation>,
}

/// What is written when an operation is complete.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum End {
    /// Nothing more.
    Nothing,
    /// A refund has succeeded or failed.
    Refund {
        /// The refund.
        refund: RefundId,
        /// Whether to notify the buyer.
        notify: bool,
    },
    /// Payments of a cancelled order were refunded, as far as possible.
    Cancel {
        /// The refund, if something was received.
        refund: Option<RefundId>,
    },
    /// Units are assigned to another location, or stay where they were.
    Move(Moving),
}

/// Units that are being moved from one fulfillment order to another location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Moving {
    /// The fulfillment order they leave.
    pub(super) from: FulfillmentOrderId,
    /// The location that ships them from now on.
    pub(super) to: LocationId,
    /// The lines with quantities and the stock behind them.
    pub(super) lines: Vec<(FulfillmentOrderLineId, i32, Vec<Units>)>,
}

//! Enums of orders.

use async_graphql::Enum;
use souk_entities::orders::{
    fulfillment::FulfillmentState as StoredFulfillmentState, fulfillment_order as assignment,
    order as stored, payment_transaction as ledger, refund as stored_refund,
};
use souk_shop::orders::assignments::Action;

/// An action that is possible on a fulfillment order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Action")]
pub enum FulfillmentOrderAction {
    /// Ship its units: `fulfillmentCreate`.
    CreateFulfillment,
    /// Put it on hold: `fulfillmentOrderHold`.
    Hold,
    /// Move it to another location: `fulfillmentOrderMove`.
    Move,
    /// Release its holds: `fulfillmentOrderReleaseHold`.
    ReleaseHold,
}

/// Financial status of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FinancialStatus")]
pub enum OrderFinancialStatus {
    /// The payment is authorised but not captured.
    Authorized,
    /// The order is fully paid.
    Paid,
    /// The order is partially paid.
    PartiallyPaid,
    /// Part of the payment was refunded.
    PartiallyRefunded,
    /// Nothing has been paid or authorised.
    Pending,
    /// The payment was fully refunded.
    Refunded,
    /// The authorisation was voided.
    Voided,
}

/// Fulfillment status of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FulfillmentStatus")]
pub enum OrderFulfillmentStatus {
    /// Everything has been shipped.
    Fulfilled,
    /// The remaining fulfillment is on hold.
    OnHold,
    /// Part of the order has been shipped.
    PartiallyFulfilled,
    /// Nothing will be shipped.
    Restocked,
    /// Nothing has been shipped.
    Unfulfilled,
}

/// Financial status of an order, as shown to merchants.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FinancialStatus")]
pub enum OrderDisplayFinancialStatus {
    /// The payment is authorised but not captured.
    Authorized,
    /// The order is fully paid.
    Paid,
    /// The order is partially paid.
    PartiallyPaid,
    /// Part of the payment was refunded.
    PartiallyRefunded,
    /// Nothing has been paid or authorised.
    Pending,
    /// The payment was fully refunded.
    Refunded,
    /// The authorisation was voided.
    Voided,
}

/// Fulfillment status of an order, as shown to merchants.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FulfillmentStatus")]
pub enum OrderDisplayFulfillmentStatus {
    /// Everything has been shipped.
    Fulfilled,
    /// The remaining fulfillment is on hold.
    OnHold,
    /// Part of the order has been shipped.
    PartiallyFulfilled,
    /// Nothing will be shipped.
    Restocked,
    /// Nothing has been shipped.
    Unfulfilled,
}

/// Why an order was cancelled.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::CancelReason")]
pub enum OrderCancelReason {
    /// The buyer changed their mind.
    Customer,
    /// The payment was declined.
    Declined,
    /// The order looked fraudulent.
    Fraud,
    /// There was not enough stock.
    Inventory,
    /// Another reason.
    Other,
    /// Staff made a mistake.
    Staff,
}

/// Kind of a payment transaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ledger::TransactionKind")]
pub enum OrderTransactionKind {
    /// Authorises an amount without collecting it.
    Authorization,
    /// Collects an authorised amount.
    Capture,
    /// Authorises and captures in one step.
    Sale,
    /// Returns a captured amount to the buyer.
    Refund,
    /// Releases an authorised amount.
    Void,
}

/// Status of a payment transaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ledger::TransactionStatus")]
pub enum OrderTransactionStatus {
    /// The provider has not answered yet.
    AwaitingResponse,
    /// The provider rejected the request.
    Error,
    /// The transaction was declined.
    Failure,
    /// The provider or the buyer still has to complete it.
    Pending,
    /// The transaction succeeded.
    Success,
    /// The provider's answer was lost; the provider will be asked again.
    Unknown,
}

/// Status of a fulfillment.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "StoredFulfillmentState")]
pub enum FulfillmentStatus {
    /// It was cancelled.
    Cancelled,
    /// It was shipped.
    Success,
}

/// Status of a fulfillment order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "assignment::FulfillmentOrderStatus")]
pub enum FulfillmentOrderStatus {
    /// None of its units will be shipped.
    Cancelled,
    /// All of its units have been shipped.
    Closed,
    /// Some of its units have been shipped.
    InProgress,
    /// It is on hold.
    OnHold,
    /// None of its units have been shipped yet.
    Open,
}

/// What happens to the stock of refunded units.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored_refund::RestockType")]
pub enum RefundLineItemRestockType {
    /// The units will not be shipped and become available again.
    Cancel,
    /// Stock stays unchanged.
    NoRestock,
    /// The units were returned and become available again.
    Return,
}

/// Status of a refund.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored_refund::RefundState")]
pub enum RefundStatus {
    /// The money was refunded.
    Done,
    /// The provider rejected the refund; no money was refunded.
    Failed,
    /// The refund is in progress.
    Pending,
}

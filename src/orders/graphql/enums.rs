//! Words of orders.

use crate::orders::assignments::Action;
use async_graphql::Enum;
use souk_entities::orders::{
    fulfillment::FulfillmentState as StoredFulfillmentState, fulfillment_order as assignment,
    order as stored, payment_transaction as ledger, refund as stored_refund,
};

/// What can be done with a fulfilment order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Action")]
pub enum FulfillmentOrderAction {
    /// Units of it can be sent: `fulfillmentCreate`.
    CreateFulfillment,
    /// It can be made to wait: `fulfillmentOrderHold`.
    Hold,
    /// Another location can send it: `fulfillmentOrderMove`.
    Move,
    /// It need not wait any more: `fulfillmentOrderReleaseHold`.
    ReleaseHold,
}

/// What became of the money of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FinancialStatus")]
pub enum OrderFinancialStatus {
    /// It is held by the payment provider.
    Authorized,
    /// All is received.
    Paid,
    /// A part is received.
    PartiallyPaid,
    /// A part went back.
    PartiallyRefunded,
    /// Nothing is received or held.
    Pending,
    /// All went back.
    Refunded,
    /// What was held was let go.
    Voided,
}

/// What became of the goods of an order.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FulfillmentStatus")]
pub enum OrderFulfillmentStatus {
    /// All is sent.
    Fulfilled,
    /// What is left must wait.
    OnHold,
    /// A part is sent.
    PartiallyFulfilled,
    /// Nothing will be sent.
    Restocked,
    /// Nothing is sent.
    Unfulfilled,
}

/// What became of the money of an order, as merchants see it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FinancialStatus")]
pub enum OrderDisplayFinancialStatus {
    /// It is held by the payment provider.
    Authorized,
    /// All is received.
    Paid,
    /// A part is received.
    PartiallyPaid,
    /// A part went back.
    PartiallyRefunded,
    /// Nothing is received or held.
    Pending,
    /// All went back.
    Refunded,
    /// What was held was let go.
    Voided,
}

/// What became of the goods of an order, as merchants see it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored::FulfillmentStatus")]
pub enum OrderDisplayFulfillmentStatus {
    /// All is sent.
    Fulfilled,
    /// What is left must wait.
    OnHold,
    /// A part is sent.
    PartiallyFulfilled,
    /// Nothing will be sent.
    Restocked,
    /// Nothing is sent.
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
    /// It looked like fraud.
    Fraud,
    /// There was not enough stock.
    Inventory,
    /// Something else.
    Other,
    /// The staff made a mistake.
    Staff,
}

/// What a payment provider was asked to do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ledger::TransactionKind")]
pub enum OrderTransactionKind {
    /// Hold money of the buyer.
    Authorization,
    /// Collect money that is held.
    Capture,
    /// Hold and collect at once.
    Sale,
    /// Give back what was collected.
    Refund,
    /// Let go what is held.
    Void,
}

/// What came of a transaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ledger::TransactionStatus")]
pub enum OrderTransactionStatus {
    /// The provider has not answered.
    AwaitingResponse,
    /// The provider refused the request.
    Error,
    /// It was declined.
    Failure,
    /// The provider or the buyer is not done.
    Pending,
    /// It was done.
    Success,
    /// The answer was lost; the provider is asked again.
    Unknown,
}

/// How far a fulfilment is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "StoredFulfillmentState")]
pub enum FulfillmentStatus {
    /// It was taken back before it left.
    Cancelled,
    /// It was sent.
    Success,
}

/// How far a fulfilment order is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "assignment::FulfillmentOrderStatus")]
pub enum FulfillmentOrderStatus {
    /// Nothing of it will be sent.
    Cancelled,
    /// All of it is sent.
    Closed,
    /// A part of it is sent.
    InProgress,
    /// It must wait.
    OnHold,
    /// Nothing of it is sent.
    Open,
}

/// What becomes of refunded units.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored_refund::RestockType")]
pub enum RefundLineItemRestockType {
    /// They will not be sent, and can be sold again.
    Cancel,
    /// Stock stays as it is.
    NoRestock,
    /// They came back, and can be sold again.
    Return,
}

/// How far a refund is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "stored_refund::RefundState")]
pub enum RefundStatus {
    /// The money went back.
    Done,
    /// The provider refused; nothing went back.
    Failed,
    /// It is on its way.
    Pending,
}

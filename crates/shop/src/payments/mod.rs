//! Payments: the port to payment providers, and the ledger of their transactions.
//!
//! Card data never reaches the shop: the provider's own form turns it into a token, and only tokens
//! are sent here. The outcome of a lost answer is never guessed: the caller asks again, by the
//! stored reference or with the same key.

mod connection;
mod guarded;
mod intent;
pub mod ledger;
mod port;
pub mod reconciliation;
pub mod route;
pub mod signature;
pub mod state;
mod store;
#[cfg(feature = "stripe")]
mod stripe;
mod test_provider;
pub mod webhooks;

pub use connection::Payments;
pub use intent::{
    CaptureRequest, ClientSettings, Confirmation, ContentSources, DeclineCode, Dispute,
    DisputeState, EventSubject, IdempotencyKey, Intent, IntentPage, IntentState, NewIntent,
    PaymentMethod, ProviderError, ProviderEvent, ProviderReference, ProviderRefund,
    ProviderRefundState, ProviderRefusalCode, TokenSource, WebhookError,
};
pub use ledger::{
    BegunTransaction, DISPUTED, GIFT_CARD, LedgerError, NewTransaction, PaidTotals, Transaction,
    assign_to_order, begin_transaction, open_transactions, order_of, paid_between, record_intent,
    record_reference, settle_transaction, transaction_of_reference, transactions_of_attempts,
    transactions_of_orders,
};
pub use port::{EventHandler, PaymentProvider};
pub use reconciliation::{
    Difference, DifferenceKind, MOST_DIFFERENCES, ON_THEIR_WAY_MS, RECONCILIATION_WINDOW_MS,
    ReconcileError, last_reconciled_day, log_differences, reconcile_payments, report_payments,
    start_payment_reconciliation,
};
pub use route::{decide_test_payment, receive_webhook, show_test_payment};
pub use signature::sign_message;
pub use souk_entities::orders::payment_transaction::{
    CaptureMode, TransactionKind, TransactionStatus,
};
pub use state::{PaymentOutcome, is_open_payment};
pub use test_provider::{TestDecision, TestPage, TestProvider};
pub use webhooks::{deliver_due_events, start_event_delivery};

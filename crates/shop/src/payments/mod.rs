//! Payments: the port to payment providers, and the ledger of their transactions.
//!
//! Card data never reaches the shop: the provider's own form turns it into a token, and only tokens
//! are sent here. The outcome of a lost answer is never guessed: the caller asks again, by the
//! stored reference or with the same key.

mod guarded;
mod intent;
pub mod ledger;
pub mod reconciliation;
pub mod route;
pub mod signature;
pub mod state;
mod store;
#[cfg(feature = "stripe")]
mod stripe;
mod test_provider;
pub mod webhooks;

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
pub use webhooks::{EventHandler, deliver_due_events, start_event_delivery};

use async_trait::async_trait;
use axum::http::HeaderMap;
use guarded::Guarded;
use souk_entities::Timestamp;
use souk_kernel::{
    clock::Clock,
    config::{Config, Provider},
    money::Money,
    public_url::PublicUrl,
};
use std::sync::{Arc, PoisonError, RwLock};

/// A payment provider.
///
/// Implementations hold no state for the shop: outcomes are stored by [`ledger`]. An unrecognised
/// status is [`IntentState::Pending`], never success or failure. Every call has a timeout.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Name of the provider, as stored in the database: `test`, `stripe`.
    fn name(&self) -> &'static str;

    /// Settings with which a payment form in the buyer's browser or app can collect a payment
    /// method for `amount`.
    ///
    /// # Errors
    ///
    /// [`ProviderError::Refused`] when the provider does not accept this amount.
    fn client_settings(
        &self,
        amount: Money,
        capture: CaptureMode,
    ) -> Result<ClientSettings, ProviderError>;

    /// The payment method of a token from the buyer's client; `None` if tokens from this source
    /// cannot be charged.
    fn method(&self, source: TokenSource, token: &str) -> Option<PaymentMethod>;

    /// Creates an intent, which moves no money until it is confirmed. The same `key` returns the
    /// same intent.
    async fn create(&self, key: &IdempotencyKey, new: &NewIntent) -> Result<Intent, ProviderError>;

    /// Charges or authorises an intent at most once, whatever the key: an intent that is already
    /// confirmed is returned as it is, even if its key is no longer known. A decline is a result
    /// ([`IntentState::Declined`]), not an error; a declined intent should be cancelled, because
    /// the buyer's browser could still confirm it.
    async fn confirm(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        confirmation: &Confirmation,
    ) -> Result<Intent, ProviderError>;

    /// Fetches the intent's current state.
    async fn retrieve(&self, intent: &ProviderReference) -> Result<Intent, ProviderError>;

    /// Captures an authorised amount, at most once per `key`.
    async fn capture(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        capture: CaptureRequest,
    ) -> Result<Intent, ProviderError>;

    /// Cancels an intent of which nothing was captured, and voids its authorisation.
    async fn cancel(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
    ) -> Result<Intent, ProviderError>;

    /// Refunds all or part of what was captured, at most once per `key`.
    async fn refund(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderRefund, ProviderError>;

    /// Refunds of an intent with the keys they were created with, newest first, at most 100. Shows
    /// whether a refund whose answer was lost was made, even if its key is no longer known.
    async fn refunds(
        &self,
        intent: &ProviderReference,
    ) -> Result<Vec<ProviderRefund>, ProviderError>;

    /// Disputes of an intent in which the bank withdrew money, newest first, at most 100.
    async fn disputes(&self, intent: &ProviderReference) -> Result<Vec<Dispute>, ProviderError>;

    /// Intents created at or after `since`, newest first, starting after `after` if given.
    async fn list_since(
        &self,
        since: Timestamp,
        after: Option<&ProviderReference>,
    ) -> Result<IntentPage, ProviderError>;

    /// Verifies the signature and age of a webhook message and parses it. Returns `None` for events
    /// that are not handled.
    ///
    /// # Errors
    ///
    /// When it was not signed by the provider, is too old, or cannot be parsed.
    fn read_webhook(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<ProviderEvent>, WebhookError>;
}

/// The shop's payment provider, and the handlers of its events.
pub struct Payments {
    provider: Arc<dyn PaymentProvider>,
    test_provider: Option<Arc<TestProvider>>,
    handlers: RwLock<Vec<Arc<dyn EventHandler>>>,
}

impl souk_kernel::app::Part for Payments {}

impl Payments {
    /// Connects to the configured provider.
    ///
    /// # Errors
    ///
    /// When a setting is missing or a feature was not compiled in; the message is one line that
    /// names it.
    pub async fn connect(
        config: &Config,
        clock: &Arc<Clock>,
        public_url: &Arc<PublicUrl>,
    ) -> anyhow::Result<Self> {
        let timeout = config.payments.timeout();
        let (provider, test_provider): (Arc<dyn PaymentProvider>, _) =
            match config.payments.provider {
                Provider::Test => {
                    let test = TestProvider::open(&config.data_dir, clock, public_url).await?;
                    let test = Arc::new(test);
                    (
                        Arc::new(Guarded::new(Arc::clone(&test), timeout)),
                        Some(test),
                    )
                }
                Provider::Stripe => (stripe(config, clock)?, None),
            };
        Ok(Self {
            provider,
            test_provider,
            handlers: RwLock::default(),
        })
    }

    /// The provider.
    pub fn provider(&self) -> &Arc<dyn PaymentProvider> {
        &self.provider
    }

    /// Registers a handler for the provider's events.
    pub fn listen(&self, handler: Arc<dyn EventHandler>) {
        let mut handlers = self
            .handlers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        handlers.push(handler);
    }

    fn handlers(&self) -> Vec<Arc<dyn EventHandler>> {
        let handlers = self.handlers.read();
        handlers.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The test provider, if the shop uses it.
    pub fn test_provider(&self) -> Option<&TestProvider> {
        self.test_provider.as_deref()
    }
}

#[cfg(feature = "stripe")]
fn stripe(config: &Config, clock: &Arc<Clock>) -> anyhow::Result<Arc<dyn PaymentProvider>> {
    let timeout = config.payments.timeout();
    let stripe = stripe::Stripe::connect(&config.payments.stripe, clock)?;
    Ok(Arc::new(Guarded::new(Arc::new(stripe), timeout)))
}

#[cfg(not(feature = "stripe"))]
fn stripe(_: &Config, _: &Arc<Clock>) -> anyhow::Result<Arc<dyn PaymentProvider>> {
    anyhow::bail!("payments.provider: stripe is not compiled in, build souk with --features stripe")
}

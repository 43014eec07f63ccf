//! Payments: the port to the company that moves money, and the ledger of what it did.
//!
//! Card data never comes here: a provider's own form turns it into a token, and only tokens travel.
//! An answer that was lost is never guessed: the caller asks again, by the reference it stored or
//! with the key it used.

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
    Capture, ClientSettings, Confirmation, ContentSources, DeclineCode, Dispute, DisputeState,
    EventSubject, IdempotencyKey, Intent, IntentPage, IntentState, NewIntent, PaymentMethod,
    ProviderError, ProviderEvent, Reference, Refund, RefundState, RefusalCode, TokenSource,
    WebhookError,
};
pub use reconciliation::{Difference, DifferenceKind, ReconcileError, reconcile};
pub use souk_entities::orders::payment_transaction::{
    CaptureMode, TransactionKind, TransactionStatus,
};
pub use test_provider::{Decision, TestPage, TestProvider};

use crate::{
    clock::Clock,
    config::{Config, Provider},
    money::Money,
    public_url::PublicUrl,
};
use async_trait::async_trait;
use axum::http::HeaderMap;
use guarded::Guarded;
use souk_entities::Timestamp;
use std::sync::{Arc, PoisonError, RwLock};
use webhooks::EventHandler;

/// A company that moves money for us.
///
/// Implementations keep no state of ours: what happened is stored by [`ledger`]. A status that is
/// not known is [`IntentState::Pending`], never success or failure. Every call has a deadline.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Name of the provider, as it is stored: `test`, `stripe`.
    fn name(&self) -> &'static str;

    /// What a payment form in the buyer's browser or app needs to collect a method for `amount`.
    ///
    /// # Errors
    ///
    /// [`ProviderError::Refused`] when the provider cannot take this amount.
    fn client_settings(
        &self,
        amount: Money,
        capture: CaptureMode,
    ) -> Result<ClientSettings, ProviderError>;

    /// What a token of the buyer's client stands for; `None` where tokens of this source cannot be
    /// charged.
    fn method(&self, source: TokenSource, token: &str) -> Option<PaymentMethod>;

    /// Makes an intent that moves nothing until it is confirmed. The same `key` again gives the
    /// same intent.
    async fn create(&self, key: &IdempotencyKey, new: &NewIntent) -> Result<Intent, ProviderError>;

    /// Charges or authorises, at most once for an intent, whatever the key: an intent that was
    /// confirmed before is answered as it is, also when its key is no longer known. A decline is an
    /// answer ([`IntentState::Declined`]), not an error; an intent that was declined should be
    /// cancelled, since the buyer's browser could still confirm it.
    async fn confirm(
        &self,
        key: &IdempotencyKey,
        intent: &Reference,
        confirmation: &Confirmation,
    ) -> Result<Intent, ProviderError>;

    /// The intent as the provider knows it now.
    async fn retrieve(&self, intent: &Reference) -> Result<Intent, ProviderError>;

    /// Collects money that was authorised, at most once for a `key`.
    async fn capture(
        &self,
        key: &IdempotencyKey,
        intent: &Reference,
        capture: Capture,
    ) -> Result<Intent, ProviderError>;

    /// Ends an intent of which nothing was collected, and lets go what it authorised.
    async fn cancel(
        &self,
        key: &IdempotencyKey,
        intent: &Reference,
    ) -> Result<Intent, ProviderError>;

    /// Gives back a part of what was collected, at most once for a `key`.
    async fn refund(
        &self,
        key: &IdempotencyKey,
        intent: &Reference,
        amount: Money,
    ) -> Result<Refund, ProviderError>;

    /// Refunds of an intent with the keys they were made with, newest first, at most 100: tells
    /// whether one whose answer was lost happened, also when its key is no longer known.
    async fn refunds(&self, intent: &Reference) -> Result<Vec<Refund>, ProviderError>;

    /// Disputes of an intent in which the bank took money, newest first, at most 100.
    async fn disputes(&self, intent: &Reference) -> Result<Vec<Dispute>, ProviderError>;

    /// Intents made at `since` or later, newest first, those behind `after` where it is given.
    async fn list_since(
        &self,
        since: Timestamp,
        after: Option<&Reference>,
    ) -> Result<IntentPage, ProviderError>;

    /// Checks the signature and the age of a message and reads it. A message about something we
    /// do not follow is `None`.
    ///
    /// # Errors
    ///
    /// When it was not signed by the provider, is too old, or cannot be read.
    fn read_webhook(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<ProviderEvent>, WebhookError>;
}

/// The provider of the shop, and who wants to know what it tells.
pub struct Payments {
    provider: Arc<dyn PaymentProvider>,
    test_provider: Option<Arc<TestProvider>>,
    handlers: RwLock<Vec<Arc<dyn EventHandler>>>,
}

impl Payments {
    /// Connects the provider that the settings name.
    ///
    /// # Errors
    ///
    /// One line that names the setting that is missing, or the feature that was not compiled in.
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

    /// Hands what the provider tells to `handler` from now on.
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

    /// The test provider, where the shop uses it.
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

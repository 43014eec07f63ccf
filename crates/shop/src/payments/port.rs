//! The port to payment providers.

use super::intent::{
    CaptureRequest, ClientSettings, Confirmation, Dispute, IdempotencyKey, Intent, IntentPage,
    NewIntent, PaymentMethod, ProviderError, ProviderEvent, ProviderReference, ProviderRefund,
    TokenSource, WebhookError,
};
use async_trait::async_trait;
use axum::http::HeaderMap;
use souk_entities::{Timestamp, orders::payment_transaction::CaptureMode};
use souk_kernel::{app::App, money::Money};
use std::sync::Arc;

/// A payment provider.
///
/// Implementations hold no state for the shop: outcomes are stored by [`ledger`](super::ledger). An
/// unrecognised status is [`Pending`](super::IntentState::Pending), never success or failure. Every
/// call has a timeout.
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
    /// ([`Declined`](super::IntentState::Declined)), not an error; a declined intent should be
    /// cancelled, because the buyer's browser could still confirm it.
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

/// Handles events of the payment provider.
#[async_trait]
pub trait EventHandler: Send + Sync {
    /// Handles an event. It may be repeated after a crash or a failure, in this or another process,
    /// so it must be idempotent.
    ///
    /// # Errors
    ///
    /// When the event must be handled again.
    async fn handle(&self, app: &Arc<App>, event: &ProviderEvent) -> anyhow::Result<()>;
}

//! Types of the payments port: requests to a provider and its answers.

use serde::{Deserialize, Serialize};
use souk_entities::{Timestamp, ids::AttemptId, orders::payment_transaction::CaptureMode};
use souk_kernel::money::Money;
use std::fmt;

/// Idempotency key of an operation: requests that repeat the key are carried out once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(pub String);

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The provider's id of one of its objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderReference(pub String);

impl fmt::Display for ProviderReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How the buyer pays: tokens of the provider, never card data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentMethod {
    /// A token of a payment method.
    Token(String),
    /// The result of a payment form, which becomes a payment method on confirmation.
    ConfirmationToken(String),
    /// A payment method saved for one of the provider's customers.
    Saved {
        /// The provider's id of the customer.
        customer: String,
        /// The provider's id of the payment method.
        method: String,
    },
}

/// How the buyer's client obtained a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenSource {
    /// From the provider's own form or payment sheet.
    Entered,
    /// A method that the provider has saved for a customer.
    Saved,
    /// From Apple Pay, without the provider's sheet.
    ApplePay,
}

/// An intent to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntent {
    /// The amount to pay.
    pub amount: Money,
    /// The payment method.
    pub method: PaymentMethod,
    /// Whether confirmation captures the amount or only authorises it.
    pub capture: CaptureMode,
    /// The checkout attempt it belongs to, stored on the intent at the provider.
    pub attempt: AttemptId,
}

/// What is needed to confirm an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The payment method, the same as when the intent was created.
    pub method: PaymentMethod,
    /// Where the buyer returns to after an action on the provider's page.
    pub return_url: String,
}

/// A capture of all or part of an authorised amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaptureRequest {
    /// The amount.
    pub amount: Money,
    /// Whether this is the final capture: the rest of the authorisation is voided.
    pub last: bool,
}

/// A payment in its current state at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The provider's id of the intent.
    pub reference: ProviderReference,
    /// State of the intent.
    pub state: IntentState,
    /// The amount to pay.
    pub amount: Money,
    /// The amount that can still be captured.
    pub capturable: Money,
    /// The captured amount.
    pub captured: Money,
    /// The refunded amount.
    pub refunded: Money,
    /// The checkout attempt it belongs to; `None` if this shop did not create it.
    pub attempt: Option<AttemptId>,
    /// When it was created, by the provider's clock.
    pub created_at: Timestamp,
}

/// State of an intent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntentState {
    /// It was created but not confirmed.
    Unconfirmed,
    /// The buyer must authenticate, for example with 3-D Secure.
    ActionRequired {
        /// The page where the buyer does so; `None` if only the provider's script can do it.
        url: Option<String>,
        /// Secret for the provider's script in the browser, and for nobody else.
        client_secret: String,
    },
    /// The amount is authorised and can be captured.
    Authorized,
    /// The amount was captured.
    Succeeded,
    /// The bank or the provider declined. Trying again with the same method is pointless.
    Declined {
        /// Why.
        code: DeclineCode,
    },
    /// It was cancelled.
    Cancelled,
    /// The provider does not know the outcome yet, or reported an unknown status: ask again later.
    Pending,
}

/// Why a payment was declined.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeclineCode {
    /// The bank declined without a reason to pass on.
    CardDeclined,
    /// Insufficient funds.
    InsufficientFunds,
    /// The card has expired.
    ExpiredCard,
    /// The security code is wrong.
    IncorrectCvc,
    /// The card number is wrong.
    IncorrectNumber,
    /// The postal code is wrong.
    IncorrectZip,
    /// The buyer was not authenticated.
    AuthenticationFailed,
    /// The method cannot be used for this payment.
    PaymentMethodUnavailable,
    /// The bank or the provider had an internal failure.
    ProcessingError,
    /// Another reason.
    GenericError,
}

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderRefund {
    /// The provider's id of the refund.
    pub reference: ProviderReference,
    /// The refunded amount.
    pub amount: Money,
    /// State of the refund.
    pub state: ProviderRefundState,
    /// The key it was created with; `None` if this shop did not create it.
    pub key: Option<IdempotencyKey>,
}

/// State of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderRefundState {
    /// The money is on its way to the buyer.
    Succeeded,
    /// The outcome is not known yet.
    Pending,
    /// The refund failed.
    Failed,
}

/// A payment that the buyer disputes through the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The provider's id of the dispute.
    pub reference: ProviderReference,
    /// The disputed amount.
    pub amount: Money,
    /// State of the dispute.
    pub state: DisputeState,
}

/// State of a dispute: who keeps the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeState {
    /// Undecided; the bank holds the money meanwhile.
    Open,
    /// The buyer.
    Lost,
    /// The shop.
    Won,
}

/// A page of intents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntentPage {
    /// The intents, newest first.
    pub intents: Vec<Intent>,
    /// Whether there are more, older ones.
    pub has_more: bool,
}

/// What a payment form needs to be set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSettings {
    /// The provider.
    pub provider: &'static str,
    /// The publishable key, which the form may expose.
    pub publishable_key: String,
    /// The amount in the provider's unit, which is not always the currency's minor unit.
    pub amount: i64,
    /// The currency in the provider's notation.
    pub currency: String,
    /// Whether confirmation captures the amount or only authorises it.
    pub capture: CaptureMode,
    /// The provider's names of the payment method types that the form may offer; empty if the
    /// provider's own settings decide.
    pub method_types: &'static [&'static str],
    /// The origins that a page with the form must allow.
    pub content_sources: ContentSources,
}

/// The provider's origins that a page's content security policy must allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentSources {
    /// For `script-src`.
    pub scripts: &'static [&'static str],
    /// For `frame-src`.
    pub frames: &'static [&'static str],
    /// For `connect-src`.
    pub connections: &'static [&'static str],
}

/// Why a call to a provider failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The provider cannot be reached, and nothing was done.
    #[error("the payment provider is not available: {0}")]
    Unavailable(String),
    /// The provider was asked but did not answer: it may have carried out the request. Ask again,
    /// by the reference or with the same key.
    #[error("the outcome at the payment provider is unknown: {0}")]
    Unknown(String),
    /// The same operation is in progress with the same key: ask again shortly. If it stays in
    /// progress, the outcome becomes [`Unknown`](Self::Unknown).
    #[error("the same operation is on its way at the payment provider: {0}")]
    InProgress(String),
    /// The provider rejected the request and would reject it again.
    #[error("the payment provider refused ({code:?}): {message}")]
    Refused {
        /// Why.
        code: ProviderRefusalCode,
        /// The provider's message, for operators.
        message: String,
    },
}

impl ProviderError {
    /// Builds a rejection.
    pub fn refused(code: ProviderRefusalCode, message: impl Into<String>) -> Self {
        Self::Refused {
            code,
            message: message.into(),
        }
    }

    /// Whether a retry may help.
    pub fn may_pass(&self) -> bool {
        self.is_outage() || matches!(self, Self::InProgress(_))
    }

    /// Whether the provider or the connection to it failed.
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unknown(_))
    }
}

/// Why a provider rejected a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ProviderRefusalCode {
    /// The state of the intent does not allow the operation.
    WrongState,
    /// The amount exceeds what can be captured or refunded.
    AmountTooLarge,
    /// The provider cannot represent or does not accept this amount in this currency.
    InvalidAmount,
    /// The payment method is unknown or already used.
    UnknownMethod,
    /// The object does not exist.
    NotFound,
    /// The key was used for a different operation.
    KeyReused,
    /// The provider rejects our credentials: the settings are wrong.
    NotAuthorized,
    /// Another reason.
    Other,
}

/// An event at the provider. It only names the object; the handler fetches the object's current
/// state, so events may arrive twice and in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderEvent {
    /// The provider's id of the event.
    pub id: String,
    /// The provider's name of the event type.
    pub kind: String,
    /// Kind of object the event is about.
    pub subject: EventSubject,
    /// The intent the event is about.
    pub intent: ProviderReference,
}

/// Kind of object an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventSubject {
    /// The payment itself.
    Payment,
    /// A refund of the payment.
    Refund,
    /// A dispute of the payment.
    Dispute,
}

/// Why a webhook message was rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The signature is missing or is not the provider's.
    #[error("the signature is missing or wrong")]
    Forged,
    /// The signature is too old, or from the future.
    #[error("the message is too old or from the future")]
    Stale,
    /// The signature is valid but the message cannot be parsed.
    #[error("the message cannot be read")]
    Malformed,
}

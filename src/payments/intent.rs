//! Words of the payments port: what is asked of a provider and what it answers.

use crate::money::Money;
use serde::{Deserialize, Serialize};
use souk_entities::{Timestamp, ids::AttemptId, orders::payment_transaction::CaptureMode};
use std::fmt;

/// Names an operation: asked for twice with one key, it happens once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdempotencyKey(pub String);

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How a provider calls one of its objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub String);

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the buyer pays with: tokens of the provider, never card data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentMethod {
    /// A payment method.
    Token(String),
    /// What a payment form collected, to be turned into a payment method when it is confirmed.
    ConfirmationToken(String),
    /// A payment method that was saved for a customer of the provider.
    Saved {
        /// The customer's reference at the provider.
        customer: String,
        /// The payment method.
        method: String,
    },
}

/// How the buyer's client came by a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenSource {
    /// The provider's own form or payment sheet made it.
    Entered,
    /// The provider keeps the method for a customer.
    Saved,
    /// Apple Pay made it, without the provider's sheet.
    ApplePay,
}

/// An intent to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntent {
    /// What is to be paid.
    pub amount: Money,
    /// What it is paid with.
    pub method: PaymentMethod,
    /// Whether confirming collects the money or only authorises it.
    pub capture: CaptureMode,
    /// The attempt it belongs to, written on the intent at the provider.
    pub attempt: AttemptId,
}

/// What confirming an intent needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// What is paid with, the same as when the intent was made.
    pub method: PaymentMethod,
    /// Where the buyer comes back to after an action on the provider's page.
    pub return_url: String,
}

/// A part of an authorised amount to collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capture {
    /// How much.
    pub amount: Money,
    /// Whether nothing more will be collected: the rest is let go.
    pub last: bool,
}

/// A payment as the provider knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its name at the provider.
    pub reference: Reference,
    /// Where it stands.
    pub state: IntentState,
    /// What was to be paid.
    pub amount: Money,
    /// What can still be collected.
    pub capturable: Money,
    /// What was collected.
    pub captured: Money,
    /// What was given back.
    pub refunded: Money,
    /// The attempt it belongs to; `None` when this shop did not make it.
    pub attempt: Option<AttemptId>,
    /// When it was made, by the provider's clock.
    pub created_at: Timestamp,
}

/// Where an intent stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntentState {
    /// It was made and not confirmed.
    Unconfirmed,
    /// The buyer must prove who they are, such as by 3-D Secure.
    ActionRequired {
        /// Page where that happens; `None` when only the provider's script can do it.
        url: Option<String>,
        /// What the provider's script in the browser needs, and nobody else.
        client_secret: String,
    },
    /// The money is held and can be collected.
    Authorized,
    /// The money was collected.
    Succeeded,
    /// The bank or the provider said no. Asking again with the same method is pointless.
    Declined {
        /// Why.
        code: DeclineCode,
    },
    /// It was ended.
    Cancelled,
    /// The provider does not know yet, or said something we do not know: ask again later.
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
    /// The bank said no without a reason to pass on.
    CardDeclined,
    /// There is not enough money.
    InsufficientFunds,
    /// The card is no longer valid.
    ExpiredCard,
    /// The security code is wrong.
    IncorrectCvc,
    /// The card number is wrong.
    IncorrectNumber,
    /// The postal code is wrong.
    IncorrectZip,
    /// The buyer did not prove who they are.
    AuthenticationFailed,
    /// The method cannot be used for this payment.
    PaymentMethodUnavailable,
    /// The bank or the provider had a failure of its own.
    ProcessingError,
    /// Another reason.
    GenericError,
}

/// Money given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its name at the provider.
    pub reference: Reference,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: RefundState,
    /// The key it was made with; `None` when this shop did not make it.
    pub key: Option<IdempotencyKey>,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// The money is on its way to the buyer.
    Succeeded,
    /// Nobody knows yet.
    Pending,
    /// The money could not be given back.
    Failed,
}

/// Money that the buyer's bank wants back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Its name at the provider.
    pub reference: Reference,
    /// How much.
    pub amount: Money,
    /// Who keeps the money.
    pub state: DisputeState,
}

/// Who keeps the money of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeState {
    /// Nobody knows yet; the bank has it meanwhile.
    Open,
    /// The buyer.
    Lost,
    /// The shop.
    Won,
}

/// Some intents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntentPage {
    /// The intents, newest first.
    pub intents: Vec<Intent>,
    /// Whether older ones follow.
    pub has_more: bool,
}

/// What a payment form needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSettings {
    /// The provider.
    pub provider: &'static str,
    /// The key that the form may show everybody.
    pub publishable_key: String,
    /// The amount in the unit the provider counts in, which is not always the smallest.
    pub amount: i64,
    /// The currency as the provider writes it.
    pub currency: String,
    /// Whether confirming collects the money.
    pub capture: CaptureMode,
    /// Kinds of methods the form may offer, as the provider calls them; empty where the provider's
    /// own settings decide.
    pub method_types: &'static [&'static str],
    /// What a page with the form must allow to be loaded.
    pub content_sources: ContentSources,
}

/// Origins of a provider that a page's content security policy must allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentSources {
    /// For `script-src`.
    pub scripts: &'static [&'static str],
    /// For `frame-src`.
    pub frames: &'static [&'static str],
    /// For `connect-src`.
    pub connections: &'static [&'static str],
}

/// Why a provider did not answer as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, and nothing happened.
    #[error("the payment provider is not available: {0}")]
    Unavailable(String),
    /// It was asked and did not answer: it may have happened. Ask again, by the reference or with
    /// the same key.
    #[error("the outcome at the payment provider is unknown: {0}")]
    Unknown(String),
    /// The same operation is on its way with the same key: ask again in a moment. Where that does
    /// not help in time the outcome is [`Unknown`](Self::Unknown).
    #[error("the same operation is on its way at the payment provider: {0}")]
    InProgress(String),
    /// It did not do it, and will not when asked again.
    #[error("the payment provider refused ({code:?}): {message}")]
    Refused {
        /// Why.
        code: RefusalCode,
        /// In the provider's words, for operators.
        message: String,
    },
}

impl ProviderError {
    /// A refusal.
    pub fn refused(code: RefusalCode, message: impl Into<String>) -> Self {
        Self::Refused {
            code,
            message: message.into(),
        }
    }

    /// Whether asking again may help.
    pub fn may_pass(&self) -> bool {
        self.is_outage() || matches!(self, Self::InProgress(_))
    }

    /// Whether the provider or the way to it is at fault.
    pub fn is_outage(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unknown(_))
    }
}

/// Why a provider refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum RefusalCode {
    /// The intent is in a state in which this cannot be done.
    WrongState,
    /// More than is left to collect or to give back.
    AmountTooLarge,
    /// The provider cannot express or take this amount in this currency.
    InvalidAmount,
    /// The payment method is unknown, or was used up.
    UnknownMethod,
    /// There is no such object.
    NotFound,
    /// The key was used for another operation.
    KeyReused,
    /// The provider does not accept who we are: the settings are wrong.
    NotAuthorized,
    /// Another reason.
    Other,
}

/// Something happened at the provider. The event only names the object: who handles it asks for
/// the object as it is now, so that events may come twice and in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderEvent {
    /// The provider's id of the event.
    pub id: String,
    /// The provider's name of what happened.
    pub kind: String,
    /// What it is about.
    pub subject: EventSubject,
    /// The intent.
    pub intent: Reference,
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventSubject {
    /// The payment itself.
    Payment,
    /// A refund of it.
    Refund,
    /// A dispute of it.
    Dispute,
}

/// Why a message was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// There is no signature, or it is not the provider's.
    #[error("the signature is missing or wrong")]
    Forged,
    /// It was signed too long ago, or in the future.
    #[error("the message is too old or from the future")]
    Stale,
    /// It is signed and cannot be read.
    #[error("the message cannot be read")]
    Malformed,
}

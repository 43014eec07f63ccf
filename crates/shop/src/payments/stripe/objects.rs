//! Stripe's objects, as far as they are read, and their conversion to the port's types.

use super::amounts::from_stripe;
use crate::payments::{
    DeclineCode, Dispute, DisputeState, IdempotencyKey, Intent, IntentState, ProviderError,
    ProviderReference, ProviderRefund, ProviderRefundState,
};
use serde::Deserialize;
use souk_entities::{Timestamp, ids::AttemptId};
use std::collections::HashMap;

/// Metadata key of the attempt on an intent.
pub(super) const ATTEMPT: &str = "attempt";
/// Metadata key of the idempotency key on a refund, because Stripe forgets keys after a day.
pub(super) const KEY: &str = "souk_key";

#[derive(Debug, Deserialize)]
pub(super) struct IntentObject {
    id: String,
    status: String,
    amount: i64,
    currency: String,
    #[serde(default)]
    amount_capturable: i64,
    #[serde(default)]
    amount_received: i64,
    created: i64,
    client_secret: Option<String>,
    next_action: Option<NextAction>,
    last_payment_error: Option<PaymentError>,
    latest_charge: Option<Charge>,
    #[serde(default)]
    metadata: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct NextAction {
    redirect_to_url: Option<RedirectToUrl>,
}

#[derive(Debug, Deserialize)]
struct RedirectToUrl {
    url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PaymentError {
    code: Option<String>,
    decline_code: Option<String>,
}

/// The charge, or only its id if it was not expanded.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Charge {
    Whole {
        amount: i64,
        #[serde(default)]
        amount_refunded: i64,
    },
    Id(#[expect(dead_code, reason = "only its shape matters")] String),
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundObject {
    id: String,
    amount: i64,
    currency: String,
    status: Option<String>,
    #[serde(default)]
    metadata: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DisputeObject {
    id: String,
    amount: i64,
    currency: String,
    status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ListObject<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// The error object in Stripe's answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ErrorObject {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) code: Option<String>,
    pub(super) decline_code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) param: Option<String>,
    pub(super) payment_intent: Option<IntentObject>,
}

impl IntentObject {
    pub(super) fn tell(self) -> Result<Intent, ProviderError> {
        let money = |amount| from_stripe(amount, &self.currency);
        let attempt = self.metadata.get(ATTEMPT);
        let attempt = attempt.and_then(|attempt| attempt.parse().ok());
        Ok(Intent {
            state: self.state(),
            amount: money(self.amount)?,
            capturable: money(self.amount_capturable)?,
            captured: money(self.amount_received)?,
            refunded: money(self.refunded())?,
            attempt: attempt.map(AttemptId),
            created_at: Timestamp(self.created.saturating_mul(1_000)),
            reference: ProviderReference(self.id),
        })
    }

    fn state(&self) -> IntentState {
        match self.status.as_str() {
            "requires_payment_method" | "requires_confirmation" => match &self.last_payment_error {
                Some(error) => IntentState::Declined {
                    code: decline_code(error.code.as_deref(), error.decline_code.as_deref()),
                },
                None => IntentState::Unconfirmed,
            },
            "requires_action" => IntentState::ActionRequired {
                url: self
                    .next_action
                    .as_ref()
                    .and_then(|action| action.redirect_to_url.as_ref()?.url.clone()),
                client_secret: self.client_secret.clone().unwrap_or_default(),
            },
            "requires_capture" => IntentState::Authorized,
            "succeeded" => IntentState::Succeeded,
            "canceled" => IntentState::Cancelled,
            _ => IntentState::Pending,
        }
    }

    /// The refunded part of the captured amount. Stripe also counts what a final capture voided as
    /// refunded, although it was never captured.
    fn refunded(&self) -> i64 {
        match &self.latest_charge {
            Some(Charge::Whole {
                amount,
                amount_refunded,
            }) if self.status == "succeeded" => {
                let let_go = (amount - self.amount_received).max(0);
                if *amount_refunded >= let_go {
                    amount_refunded - let_go
                } else {
                    *amount_refunded
                }
            }
            _ => 0,
        }
    }
}

impl RefundObject {
    pub(super) fn tell(self) -> Result<ProviderRefund, ProviderError> {
        Ok(ProviderRefund {
            amount: from_stripe(self.amount, &self.currency)?,
            state: match self.status.as_deref() {
                Some("succeeded") => ProviderRefundState::Succeeded,
                Some("failed" | "canceled") => ProviderRefundState::Failed,
                _ => ProviderRefundState::Pending,
            },
            key: self.metadata.get(KEY).cloned().map(IdempotencyKey),
            reference: ProviderReference(self.id),
        })
    }
}

impl DisputeObject {
    /// The dispute; `None` if the bank only inquired and withdrew nothing.
    pub(super) fn tell(self) -> Result<Option<Dispute>, ProviderError> {
        let state = match self.status.as_str() {
            "warning_needs_response" | "warning_under_review" | "warning_closed" | "prevented" => {
                return Ok(None);
            }
            "won" => DisputeState::Won,
            "lost" => DisputeState::Lost,
            _ => DisputeState::Open,
        };
        Ok(Some(Dispute {
            amount: from_stripe(self.amount, &self.currency)?,
            reference: ProviderReference(self.id),
            state,
        }))
    }
}

impl ErrorObject {
    /// Why the bank declined.
    pub(super) fn decline(&self) -> DeclineCode {
        decline_code(self.code.as_deref(), self.decline_code.as_deref())
    }
}

/// Reasons such as a stolen card stay between bank and shop: the buyer only learns that the card
/// was declined.
fn decline_code(code: Option<&str>, decline_code: Option<&str>) -> DeclineCode {
    match (decline_code, code) {
        (Some("insufficient_funds"), _) => DeclineCode::InsufficientFunds,
        (Some("expired_card"), _) | (_, Some("expired_card")) => DeclineCode::ExpiredCard,
        (Some("incorrect_cvc" | "invalid_cvc"), _) | (_, Some("incorrect_cvc" | "invalid_cvc")) => {
            DeclineCode::IncorrectCvc
        }
        (Some("incorrect_number" | "invalid_number"), _)
        | (_, Some("incorrect_number" | "invalid_number")) => DeclineCode::IncorrectNumber,
        (Some("incorrect_zip"), _) | (_, Some("incorrect_zip")) => DeclineCode::IncorrectZip,
        (Some("processing_error" | "issuer_not_available"), _) | (_, Some("processing_error")) => {
            DeclineCode::ProcessingError
        }
        (Some("authentication_required"), _)
        | (_, Some("authentication_required" | "payment_intent_authentication_failure")) => {
            DeclineCode::AuthenticationFailed
        }
        (Some("card_not_supported" | "currency_not_supported"), _)
        | (_, Some("payment_method_not_available" | "payment_method_provider_decline")) => {
            DeclineCode::PaymentMethodUnavailable
        }
        (_, Some("card_declined")) => DeclineCode::CardDeclined,
        _ => DeclineCode::GenericError,
    }
}

//! Stripe: Payment Intents, confirmed on the server.
//!
//! `docs/decisions/0008-stripe-client.md` says why.

mod amounts;
mod client;
mod events;
mod objects;

use super::{
    CaptureMode, CaptureRequest, ClientSettings, Confirmation, ContentSources, Dispute,
    IdempotencyKey, Intent, IntentPage, IntentState, NewIntent, PaymentMethod, PaymentProvider,
    ProviderError, ProviderEvent, ProviderReference, ProviderRefund, ProviderRefusalCode,
    TokenSource, WebhookError, signature,
};
use amounts::to_stripe;
use anyhow::Context;
use async_trait::async_trait;
use axum::http::HeaderMap;
use client::{Client, Failure, Parameters};
use objects::{DisputeObject, IntentObject, ListObject, RefundObject};
use souk_entities::Timestamp;
use souk_kernel::{clock::Clock, config::StripeConfig, money::Money};
use std::sync::Arc;

const INTENTS: &str = "payment_intents";
const REFUNDS: &str = "refunds";
const DISPUTES: &str = "disputes";
/// Page size: the maximum that Stripe allows.
const PAGE: &str = "100";
/// Prefix of confirmation tokens.
const CONFIRMATION_TOKEN: &str = "ctoken_";
/// Origins that a page with Stripe's form loads from, according to Stripe's guide to content
/// security policies.
const CONTENT_SOURCES: ContentSources = ContentSources {
    scripts: &["https://js.stripe.com", "https://*.js.stripe.com"],
    frames: &[
        "https://js.stripe.com",
        "https://*.js.stripe.com",
        "https://hooks.stripe.com",
    ],
    connections: &["https://api.stripe.com"],
};

/// The Stripe payment provider.
pub(super) struct Stripe {
    client: Client,
    publishable_key: String,
    webhook_secret: String,
    clock: Arc<Clock>,
}

impl Stripe {
    /// A client for the configured account. Makes no request yet.
    pub(super) fn connect(settings: &StripeConfig, clock: &Arc<Clock>) -> anyhow::Result<Self> {
        let given = |key: &'static str, value: &Option<String>| {
            let missing = || format!("payments.stripe.{key}: missing, payments.provider is stripe");
            let value = value.clone().filter(|value| !value.trim().is_empty());
            value.with_context(missing)
        };
        let secret_key = given("secret_key", &settings.secret_key)?;
        Ok(Self {
            client: Client::new(settings, &secret_key)?,
            publishable_key: given("publishable_key", &settings.publishable_key)?,
            webhook_secret: given("webhook_secret", &settings.webhook_secret)?,
            clock: Arc::clone(clock),
        })
    }

    /// Changes an intent; such changes cannot be declined.
    async fn change(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        what: &str,
        parameters: &Parameters,
    ) -> Result<Intent, ProviderError> {
        let path = [INTENTS, &intent.0, what];
        let changed: Result<IntentObject, _> = self.client.post(&path, parameters, key).await;
        changed.map_err(not_declined)?.tell()
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn client_settings(
        &self,
        amount: Money,
        capture: CaptureMode,
    ) -> Result<ClientSettings, ProviderError> {
        Ok(ClientSettings {
            provider: self.name(),
            publishable_key: self.publishable_key.clone(),
            amount: to_stripe(amount)?,
            currency: amount.currency().code().to_lowercase(),
            capture,
            method_types: &[], // intents use automatic payment methods: the account decides
            content_sources: CONTENT_SOURCES,
        })
    }

    fn method(&self, source: TokenSource, token: &str) -> Option<PaymentMethod> {
        match source {
            TokenSource::Entered if token.starts_with(CONFIRMATION_TOKEN) => {
                Some(PaymentMethod::ConfirmationToken(token.to_owned()))
            }
            TokenSource::Entered => Some(PaymentMethod::Token(token.to_owned())),
            // Stripe charges a saved method only together with its customer, whom a cart cannot
            // authenticate, and accepts Apple Pay only through its own sheet, which creates its own
            // token.
            TokenSource::Saved | TokenSource::ApplePay => None,
        }
    }

    async fn create(&self, key: &IdempotencyKey, new: &NewIntent) -> Result<Intent, ProviderError> {
        let mut parameters = vec![
            ("amount", to_stripe(new.amount)?.to_string()),
            ("currency", new.amount.currency().code().to_lowercase()),
            ("metadata[attempt]", new.attempt.0.to_string()),
            ("automatic_payment_methods[enabled]", "true".to_owned()),
            with_charge(),
        ];
        match new.capture {
            CaptureMode::Automatic => {
                parameters.push(("capture_method", "automatic".to_owned()));
            }
            CaptureMode::Manual => {
                parameters.push(("capture_method", "manual".to_owned()));
                let several = "payment_method_options[card][request_multicapture]";
                parameters.push((several, "if_available".to_owned()));
            }
        }
        match &new.method {
            PaymentMethod::Token(method) => parameters.push(("payment_method", method.clone())),
            PaymentMethod::Saved { customer, method } => {
                parameters.push(("customer", customer.clone()));
                parameters.push(("payment_method", method.clone()));
            }
            PaymentMethod::ConfirmationToken(_) => {} // it is consumed on confirmation
        }
        let created: Result<IntentObject, _> = self.client.post(&[INTENTS], &parameters, key).await;
        created.map_err(not_declined)?.tell()
    }

    async fn confirm(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        confirmation: &Confirmation,
    ) -> Result<Intent, ProviderError> {
        let mut parameters = vec![
            ("return_url", confirmation.return_url.clone()),
            with_charge(),
        ];
        if let PaymentMethod::ConfirmationToken(token) = &confirmation.method {
            parameters.push(("confirmation_token", token.clone()));
        }
        let path = [INTENTS, &intent.0, "confirm"];
        let confirmed = self.client.post(&path, &parameters, key).await;
        let declined = match confirmed {
            Ok(confirmed) => return IntentObject::tell(confirmed),
            Err(Failure::Other(error)) => return Err(error),
            Err(Failure::Declined(declined)) => *declined,
        };
        let code = declined.decline();
        let intent = match declined.payment_intent {
            Some(intent) => intent.tell()?,
            None => self.retrieve(intent).await?,
        };
        // Stripe's answer to this confirmation counts, whatever the intent shows by now.
        Ok(Intent {
            state: IntentState::Declined { code },
            ..intent
        })
    }

    async fn retrieve(&self, intent: &ProviderReference) -> Result<Intent, ProviderError> {
        let path = [INTENTS, &intent.0];
        let found: IntentObject = self.client.get(&path, &vec![with_charge()]).await?;
        found.tell()
    }

    async fn capture(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        capture: CaptureRequest,
    ) -> Result<Intent, ProviderError> {
        let mut parameters = vec![
            ("amount_to_capture", to_stripe(capture.amount)?.to_string()),
            with_charge(),
        ];
        if !capture.last {
            parameters.push(("final_capture", "false".to_owned()));
        }
        self.change(key, intent, "capture", &parameters).await
    }

    async fn cancel(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
    ) -> Result<Intent, ProviderError> {
        self.change(key, intent, "cancel", &vec![with_charge()])
            .await
    }

    async fn refund(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderRefund, ProviderError> {
        let parameters = vec![
            ("payment_intent", intent.0.clone()),
            ("amount", to_stripe(amount)?.to_string()),
            ("metadata[souk_key]", key.0.clone()),
        ];
        let refunded: Result<RefundObject, _> =
            self.client.post(&[REFUNDS], &parameters, key).await;
        refunded.map_err(not_declined)?.tell()
    }

    async fn refunds(
        &self,
        intent: &ProviderReference,
    ) -> Result<Vec<ProviderRefund>, ProviderError> {
        let parameters = vec![
            ("payment_intent", intent.0.clone()),
            ("limit", PAGE.to_owned()),
        ];
        let found: ListObject<RefundObject> = self.client.get(&[REFUNDS], &parameters).await?;
        found.data.into_iter().map(RefundObject::tell).collect()
    }

    async fn disputes(&self, intent: &ProviderReference) -> Result<Vec<Dispute>, ProviderError> {
        let parameters = vec![
            ("payment_intent", intent.0.clone()),
            ("limit", PAGE.to_owned()),
        ];
        let found: ListObject<DisputeObject> = self.client.get(&[DISPUTES], &parameters).await?;
        let disputes = found.data.into_iter().map(DisputeObject::tell);
        disputes.filter_map(Result::transpose).collect()
    }

    async fn list_since(
        &self,
        since: Timestamp,
        after: Option<&ProviderReference>,
    ) -> Result<IntentPage, ProviderError> {
        let mut parameters = vec![
            ("created[gte]", since.0.div_euclid(1_000).to_string()),
            ("limit", PAGE.to_owned()),
            ("expand[]", "data.latest_charge".to_owned()),
        ];
        if let Some(after) = after {
            parameters.push(("starting_after", after.0.clone()));
        }
        let found: ListObject<IntentObject> = self.client.get(&[INTENTS], &parameters).await?;
        let intents = found.data.into_iter().map(IntentObject::tell);
        Ok(IntentPage {
            intents: intents.collect::<Result<_, _>>()?,
            has_more: found.has_more,
        })
    }

    fn read_webhook(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<ProviderEvent>, WebhookError> {
        let header = headers.get("stripe-signature");
        let header = header.and_then(|value| value.to_str().ok());
        let header = header.ok_or(WebhookError::Forged)?;
        let secret = self.webhook_secret.as_bytes();
        signature::verify(secret, header, body, self.clock.now())?;
        super::stripe::events::parse_event(body)
    }
}

/// Requests the charge within the intent, because it contains the refunded amount.
fn with_charge() -> (&'static str, String) {
    ("expand[]", "latest_charge".to_owned())
}

/// Only a confirmation can be declined.
fn not_declined(failure: Failure) -> ProviderError {
    match failure {
        Failure::Other(error) => error,
        Failure::Declined(error) => {
            let why = format!("declined: {}", error.decline());
            ProviderError::refused(ProviderRefusalCode::Other, why)
        }
    }
}

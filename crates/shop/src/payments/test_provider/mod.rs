//! A provider that moves no money: the token decides how a payment ends.

mod bank;
mod ledger;
mod page;
mod store;
mod token;

use super::{
    CaptureMode, CaptureRequest, ClientSettings, Confirmation, ContentSources, DeclineCode,
    Dispute, IdempotencyKey, Intent, IntentPage, IntentState, NewIntent, PaymentMethod,
    PaymentProvider, ProviderError, ProviderEvent, ProviderReference, ProviderRefund,
    ProviderRefundState, ProviderRefusalCode, TokenSource, WebhookError, signature,
};
use anyhow::Context;
use async_trait::async_trait;
use axum::http::HeaderMap;
use ledger::{capturable, charge, done_before, note_call, unavailable, unknown};
use souk_entities::{
    Timestamp,
    test_payments::{
        intent::{self, State},
        refund,
    },
};
use souk_kernel::{
    clock::Clock,
    codes::CurrencyCode,
    database::Database,
    keys::{self, KEY_BYTES},
    money::Money,
    public_url::PublicUrl,
};
use std::{path::Path, sync::Arc, time::Duration};
use token::{Token, token_of, token_text};
use uuid::Uuid;

pub use super::test_provider::page::TestDecision;
pub use page::TestPage;

/// Number of intents per page.
const PAGE: u64 = 100;
/// How long `test_slow` delays its answer.
const SLOW: Duration = Duration::from_secs(3);
/// How long after its intent was created `test_down` and `test_down_afterwards` find the provider
/// unreachable.
const DOWN_MS: i64 = 60_000;

/// The test provider.
pub struct TestProvider {
    ledger: Database,
    clock: Arc<Clock>,
    public_url: Arc<PublicUrl>,
    webhook_key: [u8; KEY_BYTES],
}

impl TestProvider {
    /// The header with a message's signature.
    pub const SIGNATURE_HEADER: &str = "test-signature";

    /// Opens its ledger in the data folder.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub async fn open(
        data_dir: &Path,
        clock: &Arc<Clock>,
        public_url: &Arc<PublicUrl>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            ledger: ledger::open(data_dir)
                .await
                .context("payments.provider: cannot open the book of the test provider")?,
            clock: Arc::clone(clock),
            public_url: Arc::clone(public_url),
            webhook_key: keys::load_or_create(data_dir, "test-provider")?,
        })
    }

    /// Signs a message as the provider would at this moment.
    pub fn sign(&self, body: &[u8]) -> String {
        signature::sign_message(&self.webhook_key, self.clock.now(), body)
    }

    fn action_url(&self, intent: &intent::Model) -> String {
        format!("{}/payments/test/{}", self.public_url.get(), intent.secret)
    }

    /// Converts an intent to the port's type.
    fn tell(&self, row: intent::Model) -> Result<Intent, ProviderError> {
        let currency = currency(&row)?;
        let money = |minor| Money::new(minor, currency);
        let state = match row.state {
            State::Unconfirmed => IntentState::Unconfirmed,
            State::ActionRequired => IntentState::ActionRequired {
                url: Some(self.action_url(&row)),
                client_secret: row.secret.clone(),
            },
            State::Authorized => IntentState::Authorized,
            State::Succeeded => IntentState::Succeeded,
            State::CardDeclined => declined(DeclineCode::CardDeclined),
            State::InsufficientFunds => declined(DeclineCode::InsufficientFunds),
            State::AuthenticationFailed => declined(DeclineCode::AuthenticationFailed),
            State::Cancelled => IntentState::Cancelled,
        };
        Ok(Intent {
            capturable: money(capturable(&row)),
            reference: ProviderReference(row.id),
            state,
            amount: money(row.amount),
            captured: money(row.captured),
            refunded: money(row.refunded),
            attempt: Some(row.attempt_id),
            created_at: row.created_at,
        })
    }

    /// Fails in the first minute of an intent with the token `down`.
    fn reach(&self, row: &intent::Model, down: Token) -> Result<(), ProviderError> {
        let age_ms = self.clock.now().0 - row.created_at.0;
        if token_of(&row.token)? != down || age_ms >= DOWN_MS {
            return Ok(());
        }
        let message = "the test provider plays dead for a minute";
        Err(ProviderError::Unavailable(message.to_owned()))
    }

    async fn find(&self, reference: &ProviderReference) -> Result<intent::Model, ProviderError> {
        let found = store::intent(self.ledger.writer(), &reference.0).await;
        found.map_err(unknown)?.ok_or_else(no_such_intent)
    }

    /// Applies `change` to an intent once per `key`; a repeated call returns the intent as it is.
    async fn once(
        &self,
        key: &IdempotencyKey,
        reference: &ProviderReference,
        request: String,
        change: impl FnOnce(&mut intent::Model) -> Result<(), ProviderError>,
    ) -> Result<intent::Model, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unavailable)?;
        let found = store::intent(&txn, &reference.0).await;
        let mut row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        if done_before(&txn, key, &request).await?.is_some() {
            return Ok(row);
        }
        change(&mut row)?;
        let written = async {
            note_call(&txn, key, request, row.id.clone()).await?;
            store::update_intent(&txn, &row).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)?;
        Ok(row)
    }
}

#[async_trait]
impl PaymentProvider for TestProvider {
    fn name(&self) -> &'static str {
        "test"
    }

    fn client_settings(
        &self,
        amount: Money,
        capture: CaptureMode,
    ) -> Result<ClientSettings, ProviderError> {
        Ok(ClientSettings {
            provider: self.name(),
            publishable_key: "test".to_owned(),
            amount: amount.minor(),
            currency: amount.currency().code().to_owned(),
            capture,
            method_types: &["test_token"],
            content_sources: ContentSources::default(),
        })
    }

    fn method(&self, _: TokenSource, token: &str) -> Option<PaymentMethod> {
        Some(PaymentMethod::Token(token.to_owned()))
    }

    async fn create(&self, key: &IdempotencyKey, new: &NewIntent) -> Result<Intent, ProviderError> {
        if new.amount.minor() <= 0 {
            let message = "an amount is more than nothing";
            return Err(ProviderError::refused(
                ProviderRefusalCode::InvalidAmount,
                message,
            ));
        }
        let token = token_text(&new.method);
        token_of(token)?;
        let request = format!("create {new:?}");
        let txn = self.ledger.begin().await.map_err(unavailable)?;
        if let Some(id) = done_before(&txn, key, &request).await? {
            drop(txn);
            return self.tell(self.find(&ProviderReference(id)).await?);
        }
        let row = intent::Model {
            id: format!("test_pi_{}", Uuid::new_v4().simple()),
            secret: Uuid::new_v4().simple().to_string(),
            token: token.to_owned(),
            amount: new.amount.minor(),
            currency: new.amount.currency().code().to_owned(),
            capture: new.capture,
            attempt_id: new.attempt,
            state: State::Unconfirmed,
            captured: 0,
            refunded: 0,
            return_url: None,
            created_at: self.clock.now(),
        };
        let written = async {
            store::insert_intent(&txn, row.clone()).await?;
            note_call(&txn, key, request, row.id.clone()).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)?;
        self.tell(row)
    }

    async fn confirm(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        confirmation: &Confirmation,
    ) -> Result<Intent, ProviderError> {
        let before = self.find(intent).await?;
        let token = token_of(&before.token)?;
        self.reach(&before, Token::TestDown)?;
        let request = format!("confirm {intent} {confirmation:?}");
        let change = |row: &mut intent::Model| {
            if row.state != State::Unconfirmed {
                return Err(wrong_state(row));
            }
            row.return_url = Some(confirmation.return_url.clone());
            match token {
                Token::TestDecline => row.state = State::CardDeclined,
                Token::TestInsufficientFunds => row.state = State::InsufficientFunds,
                Token::Test3ds => row.state = State::ActionRequired,
                Token::TestOk
                | Token::TestSlow
                | Token::TestLostAnswer
                | Token::TestDown
                | Token::TestDownAfterwards => charge(row),
            }
            Ok(())
        };
        let row = self.once(key, intent, request, change).await?;
        match token {
            Token::TestSlow => tokio::time::sleep(SLOW).await,
            Token::TestLostAnswer => {
                let message = "the test provider lost its answer";
                return Err(ProviderError::Unknown(message.to_owned()));
            }
            _ => {}
        }
        self.tell(row)
    }

    async fn retrieve(&self, intent: &ProviderReference) -> Result<Intent, ProviderError> {
        self.tell(self.find(intent).await?)
    }

    async fn capture(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        capture: CaptureRequest,
    ) -> Result<Intent, ProviderError> {
        let request = format!("capture {intent} {capture:?}");
        let change = |row: &mut intent::Model| {
            self.reach(row, Token::TestDownAfterwards)?;
            if row.state != State::Authorized {
                return Err(wrong_state(row));
            }
            check_amount(row, capture.amount, capturable(row))?;
            row.captured += capture.amount.minor();
            if capture.last || row.captured == row.amount {
                row.state = State::Succeeded;
            }
            Ok(())
        };
        self.tell(self.once(key, intent, request, change).await?)
    }

    async fn cancel(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
    ) -> Result<Intent, ProviderError> {
        let change = |row: &mut intent::Model| {
            self.reach(row, Token::TestDownAfterwards)?;
            row.state = match row.state {
                State::Succeeded | State::Cancelled => return Err(wrong_state(row)),
                State::Authorized if row.captured > 0 => State::Succeeded, // captured stays captured
                _ => State::Cancelled,
            };
            Ok(())
        };
        let request = format!("cancel {intent}");
        self.tell(self.once(key, intent, request, change).await?)
    }

    async fn refund(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderRefund, ProviderError> {
        let request = format!("refund {intent} {amount:?}");
        let change = |row: &mut intent::Model| {
            self.reach(row, Token::TestDownAfterwards)?;
            if row.captured == 0 {
                return Err(wrong_state(row));
            }
            check_amount(row, amount, row.captured - row.refunded)?;
            row.refunded += amount.minor();
            Ok(())
        };
        self.give_back(key, intent, amount, request, change).await
    }

    async fn refunds(
        &self,
        intent: &ProviderReference,
    ) -> Result<Vec<ProviderRefund>, ProviderError> {
        let currency = currency(&self.find(intent).await?)?;
        let rows = store::refunds_of_intent(self.ledger.writer(), &intent.0, PAGE).await;
        let rows = rows.map_err(unknown)?;
        let sent_back = self.sent_back(&rows).await?;
        let tell = |row: refund::Model| ProviderRefund {
            state: match sent_back.contains(&row.id) {
                true => ProviderRefundState::Failed,
                false => ProviderRefundState::Succeeded,
            },
            ..tell_refund(row, currency)
        };
        Ok(rows.into_iter().map(tell).collect())
    }

    async fn disputes(&self, intent: &ProviderReference) -> Result<Vec<Dispute>, ProviderError> {
        self.disputes_of(intent).await
    }

    async fn list_since(
        &self,
        since: Timestamp,
        after: Option<&ProviderReference>,
    ) -> Result<IntentPage, ProviderError> {
        let last = match after {
            Some(after) => Some(self.find(after).await?),
            None => None,
        };
        // One more than the page shows whether there are more.
        let found = store::intents_since(self.ledger.writer(), since, last, PAGE + 1).await;
        let mut rows = found.map_err(unknown)?;
        let has_more = rows.len() as u64 > PAGE;
        rows.truncate(usize::try_from(PAGE).expect("a page is small"));
        let intents = rows.into_iter().map(|row| self.tell(row));
        Ok(IntentPage {
            intents: intents.collect::<Result<_, _>>()?,
            has_more,
        })
    }

    fn read_webhook(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<ProviderEvent>, WebhookError> {
        let header = headers
            .get(Self::SIGNATURE_HEADER)
            .and_then(|value| value.to_str().ok());
        let header = header.ok_or(WebhookError::Forged)?;
        signature::verify(&self.webhook_key, header, body, self.clock.now())?;
        let event: ProviderEvent =
            serde_json::from_slice(body).map_err(|_| WebhookError::Malformed)?;
        Ok((event.kind != "ping").then_some(event))
    }
}

impl TestProvider {
    async fn give_back(
        &self,
        key: &IdempotencyKey,
        reference: &ProviderReference,
        amount: Money,
        request: String,
        change: impl FnOnce(&mut intent::Model) -> Result<(), ProviderError>,
    ) -> Result<ProviderRefund, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unavailable)?;
        let found = store::intent(&txn, &reference.0).await;
        let mut row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        if let Some(id) = done_before(&txn, key, &request).await? {
            let found = store::refund(&txn, &id).await;
            let refund = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
            return Ok(tell_refund(refund, amount.currency()));
        }
        change(&mut row)?;
        let refund = refund::Model {
            id: format!("test_re_{}", Uuid::now_v7().simple()),
            intent_id: row.id.clone(),
            idempotency_key: key.0.clone(),
            amount: amount.minor(),
            created_at: self.clock.now(),
        };
        let written = async {
            store::insert_refund(&txn, refund.clone()).await?;
            note_call(&txn, key, request, refund.id.clone()).await?;
            store::update_intent(&txn, &row).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)?;
        Ok(tell_refund(refund, amount.currency()))
    }
}

fn tell_refund(row: refund::Model, currency: CurrencyCode) -> ProviderRefund {
    ProviderRefund {
        reference: ProviderReference(row.id),
        amount: Money::new(row.amount, currency),
        state: ProviderRefundState::Succeeded,
        key: Some(row.idempotency_key)
            .filter(|key| !key.is_empty()) // made by hand
            .map(IdempotencyKey),
    }
}

fn check_amount(row: &intent::Model, amount: Money, left: i64) -> Result<(), ProviderError> {
    if amount.currency().code() != row.currency || amount.minor() <= 0 {
        let message = "an amount is more than nothing, in the currency of the payment";
        return Err(ProviderError::refused(
            ProviderRefusalCode::InvalidAmount,
            message,
        ));
    }
    if amount.minor() > left {
        let message = format!("{} are left", left);
        return Err(ProviderError::refused(
            ProviderRefusalCode::AmountTooLarge,
            message,
        ));
    }
    Ok(())
}

fn currency(row: &intent::Model) -> Result<CurrencyCode, ProviderError> {
    CurrencyCode::from_code(&row.currency)
        .ok_or_else(|| ProviderError::refused(ProviderRefusalCode::Other, "the book is not ours"))
}

fn declined(code: DeclineCode) -> IntentState {
    IntentState::Declined { code }
}

fn wrong_state(row: &intent::Model) -> ProviderError {
    let message = format!("the intent is {:?}", row.state);
    ProviderError::refused(ProviderRefusalCode::WrongState, message)
}

fn no_such_intent() -> ProviderError {
    ProviderError::refused(ProviderRefusalCode::NotFound, "there is no such object")
}

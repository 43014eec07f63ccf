//! The steps of the saga that call the payment provider. Requests and their outcomes are recorded
//! in the payment ledger.

use super::{
    codes::{CompletionErrorCode, CompletionNoticeCode},
    freeze::Frozen,
    links,
    saga::{Learnt, Next, fail, is_late, later, too_late},
    store,
};
use crate::payments::{
    self, CaptureMode, Confirmation, DeclineCode, IdempotencyKey, Intent, IntentState, NewIntent,
    NewTransaction, PaidTotals, PaymentMethod, PaymentOutcome, Payments, ProviderError,
    ProviderReference, ProviderRefusalCode, TokenSource, Transaction, TransactionKind,
};
use anyhow::Context;
use sea_orm::DbErr;
use souk_entities::{
    cart::cart::PaymentMethod as ChosenMethod,
    ids::AttemptId,
    orders::checkout_attempt::{self, AttemptFailure, AttemptState, AttemptStep as Step},
};
use souk_kernel::{app::App, crash};

/// Message for a payment method that the provider does not accept.
const UNUSABLE: &str = "This way to pay cannot be used. Nothing was charged.";

/// The idempotency key of an attempt's operation at the provider.
fn key(attempt: &checkout_attempt::Model, operation: &str) -> IdempotencyKey {
    IdempotencyKey(format!("attempt-{}-{operation}", attempt.id.0))
}

/// The method the provider charges; `None` if it cannot charge the one chosen.
fn method(app: &App, frozen: &Frozen) -> Option<PaymentMethod> {
    let (source, token) = match &frozen.payment {
        ChosenMethod::Token(token) => (TokenSource::Entered, token),
        ChosenMethod::Saved(token) => (TokenSource::Saved, token),
        ChosenMethod::ApplePay(token) => (TokenSource::ApplePay, token),
        ChosenMethod::Free => return None,
    };
    app.part::<Payments>().provider().method(source, token)
}

pub(super) async fn intend(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    if frozen.charge().minor() == 0 {
        attempt.step = Step::Authorised;
        return Ok(Next::Step);
    }
    attempt.failures.0.clear(); // notices from earlier requests to the provider
    let Some(method) = method(app, frozen) else {
        return Ok(unusable(attempt));
    };
    if is_late(app, attempt) {
        return Ok(too_late(attempt));
    }
    let new = NewIntent {
        amount: frozen.charge(),
        method,
        capture: app.config.payments.capture,
        attempt: attempt.id,
    };
    let key = key(attempt, "create");
    match app.part::<Payments>().provider().create(&key, &new).await {
        Ok(intent) => {
            let noted = note_payment(app, attempt, frozen, &intent).await?;
            crash::point("checkout:Noted");
            learnt.payment = Some(noted);
            attempt.payment = Some(intent.reference.0.clone());
            attempt.step = Step::Intended;
            learnt.made = Some(intent);
            Ok(Next::Step)
        }
        Err(error) => refused(app, attempt, error),
    }
}

/// Writes the payment into the ledger before any money moves, if this driver still has the attempt:
/// whoever takes it over later finds the payment there, and nobody confirms one that is not there.
async fn note_payment(
    app: &App,
    attempt: &checkout_attempt::Model,
    frozen: &Frozen,
    intent: &Intent,
) -> anyhow::Result<Transaction> {
    let new = NewTransaction {
        attempt: attempt.id,
        order: None,
        kind: match app.config.payments.capture {
            CaptureMode::Automatic => TransactionKind::Sale,
            CaptureMode::Manual => TransactionKind::Authorization,
        },
        amount: frozen.charge(),
        parent: None,
        provider: app.part::<Payments>().provider().name(),
        reference: Some(intent.reference.clone()),
        key: key(attempt, "confirm"),
    };
    let txn = app.databases.orders.begin().await?;
    let claimed = store::is_claimed(&txn, attempt.id, attempt.claim).await?;
    anyhow::ensure!(claimed, "another driver has the attempt now");
    let begun = payments::begin_transaction(app, &txn, &new).await?;
    txn.commit().await?;
    Ok(begun.transaction())
}

/// The payment of an attempt in the ledger, written there before any money moved.
pub(super) async fn of_attempt(
    app: &App,
    attempt: AttemptId,
) -> Result<Option<Transaction>, DbErr> {
    let db = app.databases.orders.writer();
    let rows = payments::transactions_of_attempts(db, &[attempt]).await?;
    let mut rows = rows.into_values().flatten();
    Ok(rows.find(|row| row.parent_id.is_none() && row.provider != payments::GIFT_CARD))
}

/// Writes the outcome of the payment into the ledger.
async fn settle(
    app: &App,
    attempt: &checkout_attempt::Model,
    answer: &Result<Intent, ProviderError>,
) -> anyhow::Result<()> {
    let Some(outcome) = PaymentOutcome::of_payment(answer) else {
        return Ok(());
    };
    if let Some(row) = of_attempt(app, attempt.id).await? {
        let db = app.databases.orders.writer();
        payments::settle_transaction(app, db, row.id, outcome, None).await?;
    }
    Ok(())
}

/// The provider does not know the method, or no longer does.
fn unusable(attempt: &mut checkout_attempt::Model) -> Next {
    let code = CompletionErrorCode::PaymentInvalidPaymentMethod;
    fail(attempt, code, UNUSABLE)
}

/// What follows if the provider did not do what it was asked.
fn refused(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    error: ProviderError,
) -> anyhow::Result<Next> {
    match error {
        ProviderError::Refused { code, message } => {
            tracing::warn!(attempt = attempt.id.0, %code, message, "a payment was refused");
            if code == ProviderRefusalCode::UnknownMethod {
                return Ok(unusable(attempt));
            }
            Ok(fail(attempt, CompletionErrorCode::PaymentError, UNUSABLE))
        }
        outage => {
            tracing::warn!(attempt = attempt.id.0, %outage, "a payment waits for its provider");
            attempt.failures.0 = vec![notice(&outage)];
            Ok(Next::Wait(later(app)))
        }
    }
}

/// The notice for the buyer while an attempt waits for the provider.
fn notice(outage: &ProviderError) -> AttemptFailure {
    let (code, message) = match outage {
        ProviderError::Unavailable(_) => (
            CompletionNoticeCode::PaymentProviderUnavailable,
            "The payment cannot be made at the moment. The order is kept, and goes on by itself \
             as soon as that is possible. Nothing was charged.",
        ),
        _ => (
            CompletionNoticeCode::PaymentOutcomeUnknown,
            "It is not known yet whether the payment was made. It is asked for again, and never \
             made twice. The order is kept.",
        ),
    };
    AttemptFailure {
        code: code.to_string(),
        message: message.to_owned(),
    }
}

/// Confirms the payment, or asks for its outcome.
pub(super) async fn authorise(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    attempt.failures.0.clear(); // notices from earlier requests to the provider
    let provider = app.part::<Payments>().provider();
    let reference = reference(attempt)?;
    let known = match learnt.made.take() {
        Some(made) => Ok(made),
        None => provider.retrieve(&reference).await,
    };
    let known = match known {
        Ok(intent) => intent,
        Err(error) => return refused(app, attempt, error),
    };
    let answer = match known.state {
        IntentState::Unconfirmed if !is_late(app, attempt) => {
            let confirmation = Confirmation {
                method: method(app, frozen).context("a payment has a method")?,
                return_url: return_url(app, attempt),
            };
            let key = key(attempt, "confirm");
            let answer = provider.confirm(&key, &reference, &confirmation).await;
            crash::point("checkout:Confirmed");
            answer
        }
        _ => Ok(known),
    };
    let outcome = PaymentOutcome::of_payment(&answer);
    match (learnt.payment.take(), outcome) {
        // The order is written next, together with the outcome of the payment.
        (Some(row), Some(PaymentOutcome::Done)) => learnt.paid = Some(PaidTotals::new(row)),
        _ => settle(app, attempt, &answer).await?,
    }
    match answer {
        Ok(intent) => Ok(after_confirmation(app, attempt, &intent)),
        Err(error) => refused(app, attempt, error),
    }
}

fn after_confirmation(app: &App, attempt: &mut checkout_attempt::Model, intent: &Intent) -> Next {
    match &intent.state {
        IntentState::Authorized | IntentState::Succeeded => {
            attempt.step = Step::Authorised;
            attempt.state = AttemptState::Processing;
            attempt.action_url = None;
            Next::Step
        }
        IntentState::Declined { code } => {
            let (code, message) = declined(*code);
            fail(attempt, code, message)
        }
        IntentState::Cancelled => too_late(attempt),
        _ if is_late(app, attempt) => too_late(attempt),
        IntentState::ActionRequired { url, .. } => {
            attempt.state = AttemptState::ActionRequired;
            attempt.action_url.clone_from(url);
            Next::Wait(later(app))
        }
        IntentState::Unconfirmed | IntentState::Pending => Next::Wait(later(app)),
    }
}

/// The message for the buyer about a decline.
fn declined(code: DeclineCode) -> (CompletionErrorCode, &'static str) {
    match code {
        DeclineCode::InsufficientFunds => (
            CompletionErrorCode::PaymentInsufficientFunds,
            "There is not enough money behind the card. Nothing was charged.",
        ),
        DeclineCode::AuthenticationFailed => (
            CompletionErrorCode::PaymentCardDeclined,
            "The payment was not confirmed. Nothing was charged.",
        ),
        DeclineCode::PaymentMethodUnavailable => {
            (CompletionErrorCode::PaymentInvalidPaymentMethod, UNUSABLE)
        }
        _ => (
            CompletionErrorCode::PaymentCardDeclined,
            "The card was declined. Nothing was charged.",
        ),
    }
}

fn reference(attempt: &checkout_attempt::Model) -> anyhow::Result<ProviderReference> {
    let payment = attempt.payment.clone();
    payment
        .map(ProviderReference)
        .context("the attempt has a payment")
}

/// Where the buyer returns to after confirming the payment.
fn return_url(app: &App, attempt: &checkout_attempt::Model) -> String {
    links::attempt_url(app, &attempt.key)
}

/// Cancels the payment, if there is one, and returns its state.
pub(super) async fn end_payment(
    app: &App,
    attempt: &checkout_attempt::Model,
) -> anyhow::Result<IntentState> {
    let known = match attempt.payment.clone() {
        Some(known) => Some(known),
        None => of_attempt(app, attempt.id)
            .await?
            .and_then(|row| row.provider_reference),
    };
    let Some(reference) = known.map(ProviderReference) else {
        return Ok(IntentState::Cancelled);
    };
    let provider = app.part::<Payments>().provider();
    let known = match provider.retrieve(&reference).await {
        Ok(known) => known,
        Err(error) if is_gone(&error) => {
            settle(app, attempt, &Err(error)).await?;
            return Ok(IntentState::Cancelled);
        }
        Err(error) => return Err(error.into()),
    };
    match known.state {
        IntentState::Cancelled | IntentState::Authorized | IntentState::Succeeded => {
            let state = known.state.clone();
            settle(app, attempt, &Ok(known)).await?;
            Ok(state)
        }
        _ => {
            let cancelled = provider.cancel(&key(attempt, "cancel"), &reference).await;
            if let Ok(cancelled) = &cancelled {
                settle(app, attempt, &Ok(cancelled.clone())).await?;
            }
            Ok(cancelled?.state)
        }
    }
}

/// Whether the provider has no such payment, so that nothing can be charged.
fn is_gone(error: &ProviderError) -> bool {
    matches!(
        error,
        ProviderError::Refused {
            code: ProviderRefusalCode::NotFound,
            ..
        }
    )
}

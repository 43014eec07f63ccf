//! The steps of the saga that ask the payment provider. What was asked and what came of it goes into
//! the ledger of payments.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    place_order::{Learnt, Next, fail, is_late, later, too_late},
};
use crate::{
    app::App,
    crash,
    payments::{
        CaptureMode, Confirmation, DeclineCode, IdempotencyKey, Intent, IntentState, NewIntent,
        PaymentMethod, ProviderError, Reference, RefusalCode, TransactionKind,
        ledger::{self, NewTransaction, Paid, Transaction},
        state::Outcome,
    },
};
use anyhow::Context;
use sea_orm::DbErr;
use souk_entities::{
    cart::cart::PaymentMethod as Chosen,
    ids::AttemptId,
    orders::checkout_attempt::{self, AttemptState, AttemptStep as Step},
};

/// The key of an operation of an attempt at the provider.
fn key(attempt: &checkout_attempt::Model, operation: &str) -> IdempotencyKey {
    IdempotencyKey(format!("attempt-{}-{operation}", attempt.id.0))
}

fn method(frozen: &Frozen) -> Option<PaymentMethod> {
    match &frozen.payment {
        Chosen::Token(token) | Chosen::Saved(token) => Some(PaymentMethod::Token(token.clone())),
        Chosen::Free => None,
    }
}

pub(super) async fn intend(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    let Some(method) = method(frozen).filter(|_| frozen.total().minor() > 0) else {
        attempt.step = Step::Authorised;
        return Ok(Next::Step);
    };
    if is_late(app, attempt) {
        return Ok(too_late(attempt));
    }
    let new = NewIntent {
        amount: frozen.total(),
        method,
        capture: app.config.payments.capture,
        attempt: attempt.id,
    };
    let key = key(attempt, "create");
    match app.payments.provider().create(&key, &new).await {
        Ok(intent) => {
            let noted = note_payment(app, attempt, frozen, &intent).await?;
            learnt.payment = Some(noted);
            attempt.payment = Some(intent.reference.0.clone());
            attempt.step = Step::Intended;
            learnt.made = Some(intent);
            Ok(Next::Step)
        }
        Err(error) => refused(app, attempt, error),
    }
}

/// Writes the payment into the ledger before anything moves.
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
        amount: frozen.total(),
        parent: None,
        provider: app.payments.provider().name(),
        reference: Some(intent.reference.clone()),
        key: key(attempt, "confirm"),
    };
    let begun = ledger::begin(app, app.databases.orders.writer(), &new).await?;
    Ok(begun.transaction())
}

/// The payment of an attempt, as the ledger knows it: it was written there before anything moved.
pub(super) async fn of_attempt(app: &App, attempt: AttemptId) -> Result<Option<String>, DbErr> {
    let db = app.databases.orders.writer();
    let rows = ledger::of_attempts(db, &[attempt]).await?;
    let payment = rows
        .into_values()
        .flatten()
        .find(|row| row.parent_id.is_none());
    Ok(payment.and_then(|row| row.provider_reference))
}

/// Writes into the ledger what became of the payment.
async fn settle(
    app: &App,
    attempt: &checkout_attempt::Model,
    answer: &Result<Intent, ProviderError>,
) -> anyhow::Result<()> {
    let Some(outcome) = Outcome::of_payment(answer) else {
        return Ok(());
    };
    let db = app.databases.orders.writer();
    let rows = ledger::of_attempts(db, &[attempt.id]).await?;
    for row in rows.into_values().flatten() {
        if row.parent_id.is_none() {
            ledger::settle(app, db, row.id, outcome, None).await?;
        }
    }
    Ok(())
}

/// What follows when the provider did not do what it was asked.
fn refused(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    error: ProviderError,
) -> anyhow::Result<Next> {
    match error {
        ProviderError::Refused { code, message } => {
            tracing::warn!(attempt = attempt.id.0, %code, message, "a payment was refused");
            let code = match code {
                RefusalCode::UnknownMethod => CompletionErrorCode::PaymentInvalidPaymentMethod,
                _ => CompletionErrorCode::PaymentError,
            };
            let message = "This way to pay cannot be used. Nothing was charged.";
            Ok(fail(attempt, code, message))
        }
        outage => {
            tracing::warn!(attempt = attempt.id.0, %outage, "a payment waits for its provider");
            Ok(Next::Wait(later(app)))
        }
    }
}

/// Confirms the payment, or asks what became of it.
pub(super) async fn authorise(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    let provider = app.payments.provider();
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
            anyhow::ensure!(
                has_time(app, attempt),
                "another driver may have the attempt"
            );
            let confirmation = Confirmation {
                method: method(frozen).context("a payment has a method")?,
                return_url: return_url(app, attempt),
            };
            let key = key(attempt, "confirm");
            let answer = provider.confirm(&key, &reference, &confirmation).await;
            crash::point("checkout:Confirmed");
            answer
        }
        _ => Ok(known),
    };
    let outcome = Outcome::of_payment(&answer);
    match (learnt.payment.take(), outcome) {
        // The order is written next, and with it what became of the payment.
        (Some(row), Some(Outcome::Done)) => learnt.paid = Some(Paid::new(row)),
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

/// What a buyer is told of a decline.
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
        DeclineCode::PaymentMethodUnavailable => (
            CompletionErrorCode::PaymentInvalidPaymentMethod,
            "This way to pay cannot be used. Nothing was charged.",
        ),
        _ => (
            CompletionErrorCode::PaymentCardDeclined,
            "The card was declined. Nothing was charged.",
        ),
    }
}

/// Whether the attempt is this driver's for longer than a question to the provider takes.
fn has_time(app: &App, attempt: &checkout_attempt::Model) -> bool {
    let question = i64::try_from(app.config.payments.timeout().as_millis()).unwrap_or(i64::MAX);
    app.clock.now().0.saturating_add(question) < attempt.leased_until.0
}

fn reference(attempt: &checkout_attempt::Model) -> anyhow::Result<Reference> {
    let payment = attempt.payment.clone();
    payment.map(Reference).context("the attempt has a payment")
}

/// Where the buyer comes back to after confirming the payment.
fn return_url(app: &App, attempt: &checkout_attempt::Model) -> String {
    super::graphql::queries::attempt_url(app, &attempt.key)
}

/// Ends the payment, and tells where it stands.
pub(super) async fn end_payment(
    app: &App,
    attempt: &checkout_attempt::Model,
) -> anyhow::Result<IntentState> {
    let provider = app.payments.provider();
    let reference = reference(attempt)?;
    let known = provider.retrieve(&reference).await?;
    match known.state {
        IntentState::Cancelled | IntentState::Authorized | IntentState::Succeeded => {
            let state = known.state.clone();
            settle(app, attempt, &Ok(known)).await?;
            Ok(state)
        }
        _ => {
            let cancelled = provider.cancel(&key(attempt, "cancel"), &reference).await;
            settle(app, attempt, &cancelled).await?;
            Ok(cancelled?.state)
        }
    }
}

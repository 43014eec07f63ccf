//! What the steps of the saga share: what a driver knows about its attempt, what follows a step,
//! and how an attempt fails.

use super::codes::CompletionErrorCode;
use crate::{
    inventory::{Reservation, ReservationPlan},
    payments::{Intent, PaidTotals, Transaction},
};
use souk_entities::{
    Timestamp,
    orders::checkout_attempt::{self, AttemptFailure, AttemptState, AttemptStep as Step},
};
use souk_kernel::app::App;

/// Pause before an attempt whose outcome at the provider is unknown is looked at again.
const ASK_AGAIN_MS: i64 = 2_000;

/// What a driver found out itself and need not look up; after a crash the next one looks it up.
#[derive(Default)]
pub(super) struct Learnt {
    /// Where stock was last found.
    pub(super) plan: Option<ReservationPlan>,
    /// The reservation.
    pub(super) held: Option<Reservation>,
    /// The payment as it was created, before anything happened to it.
    pub(super) made: Option<Intent>,
    /// The payment as it was written to the ledger.
    pub(super) payment: Option<Transaction>,
    /// The outcome of the payment, if the ledger does not have it yet.
    pub(super) paid: Option<PaidTotals>,
}

/// What follows a step.
pub(super) enum Next {
    /// The next step follows at once.
    Step,
    /// A pause until this instant, or until the buyer or the provider acts.
    Wait(Timestamp),
}

/// When an attempt that waits for the provider is looked at again.
pub(super) fn later(app: &App) -> Timestamp {
    Timestamp(app.clock.now().0 + ASK_AGAIN_MS)
}

/// Starts the rollback: from here on everything is released.
pub(super) fn fail(
    attempt: &mut checkout_attempt::Model,
    code: CompletionErrorCode,
    message: &str,
) -> Next {
    attempt.step = Step::Retreating;
    attempt.state = AttemptState::Processing;
    attempt.action_url = None;
    attempt.failures.0.push(AttemptFailure {
        code: code.to_string(),
        message: message.to_owned(),
    });
    Next::Step
}

/// Whether the deadline of an attempt has passed.
pub(super) fn is_late(app: &App, attempt: &checkout_attempt::Model) -> bool {
    app.clock.now() >= attempt.deadline_at
}

/// Fails an attempt whose payment was not completed by the deadline.
pub(super) fn too_late(attempt: &mut checkout_attempt::Model) -> Next {
    let message = "The payment was not completed in time. Nothing was charged.";
    fail(attempt, CompletionErrorCode::PaymentTransientError, message)
}

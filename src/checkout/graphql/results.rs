//! Answers of the checkout.

use crate::{
    cart::graphql::{Cart, CartUserError},
    checkout::{
        codes::{CompletionErrorCode, CompletionNoticeCode, SubmissionErrorCode},
        freeze::Missing,
    },
    scalars::{DateTime, Url},
};
use async_graphql::{ID, SimpleObject, Union};
use souk_entities::orders::checkout_attempt::AttemptFailure;

/// The answer to `cartPrepareForCompletion`.
#[derive(Clone, SimpleObject)]
pub struct CartPrepareForCompletionPayload {
    /// Whether the cart can be submitted.
    pub result: Option<CartPrepareForCompletionResult>,
    /// Why there is no answer.
    pub user_errors: Vec<CartUserError>,
}

/// Whether a cart can be submitted.
#[derive(Clone, Union)]
pub enum CartPrepareForCompletionResult {
    /// Something is missing.
    NotReady(CartStatusNotReady),
    /// It can be submitted.
    Ready(CartStatusReady),
    /// Ask again later.
    Throttled(CartThrottled),
}

/// A cart that can be submitted.
#[derive(Clone, SimpleObject)]
pub struct CartStatusReady {
    /// The cart.
    pub cart: Option<Cart>,
}

/// A cart that cannot be submitted yet.
#[derive(Clone, SimpleObject)]
pub struct CartStatusNotReady {
    /// The cart.
    pub cart: Option<Cart>,
    /// What is missing or wrong.
    pub errors: Vec<CartOperationError>,
}

/// A cart that is asked about too often.
#[derive(Clone, SimpleObject)]
pub struct CartThrottled {
    /// The cart.
    pub cart: Option<Cart>,
    /// When to ask again.
    pub poll_after: DateTime,
}

/// What is missing or wrong in a cart.
#[derive(Clone, SimpleObject)]
pub struct CartOperationError {
    /// What it is, for programs: a code of `SubmissionErrorCode`.
    pub code: String,
    /// What it is, for people.
    pub message: Option<String>,
}

/// The answer to `cartSubmitForCompletion`.
#[derive(Clone, SimpleObject)]
pub struct CartSubmitForCompletionPayload {
    /// What became of the submission.
    pub result: Option<CartSubmitForCompletionResult>,
    /// Why there is no answer.
    pub user_errors: Vec<CartUserError>,
}

/// What became of a submission.
#[derive(Clone, Union)]
pub enum CartSubmitForCompletionResult {
    /// Another attempt of the cart is under way or has an order.
    AlreadyAccepted(SubmitAlreadyAccepted),
    /// Something is missing or wrong.
    Failed(SubmitFailed),
    /// It was taken.
    Success(SubmitSuccess),
    /// Submit again later.
    Throttled(SubmitThrottled),
}

/// A submission that was taken: ask `cartCompletionAttempt` how it goes.
#[derive(Clone, SimpleObject)]
pub struct SubmitSuccess {
    /// Id of the attempt.
    pub attempt_id: String,
    /// Where the buyer sees how it goes.
    pub redirect_url: Url,
}

/// A submission that was not taken: something is missing or wrong.
#[derive(Clone, SimpleObject)]
pub struct SubmitFailed {
    /// Where the buyer can mend it.
    pub checkout_url: Option<Url>,
    /// What is missing or wrong.
    pub errors: Vec<SubmissionError>,
}

/// Another attempt of the cart is under way or has an order.
#[derive(Clone, SimpleObject)]
pub struct SubmitAlreadyAccepted {
    /// Id of that attempt.
    pub attempt_id: String,
}

/// A submission that comes too soon.
#[derive(Clone, SimpleObject)]
pub struct SubmitThrottled {
    /// When to submit again.
    pub poll_after: DateTime,
}

/// What is missing or wrong in a cart that was submitted.
#[derive(Clone, SimpleObject)]
pub struct SubmissionError {
    /// What it is, for programs.
    pub code: SubmissionErrorCode,
    /// What it is, for people.
    pub message: Option<String>,
}

impl From<Missing> for SubmissionError {
    fn from(missing: Missing) -> Self {
        Self {
            code: missing.code,
            message: Some(missing.message),
        }
    }
}

/// How an attempt goes.
#[derive(Clone, Union)]
pub enum CartCompletionAttemptResult {
    /// The buyer must do something.
    ActionRequired(CartCompletionActionRequired),
    /// It failed, and nothing is charged.
    Failed(CartCompletionFailed),
    /// It goes on by itself.
    Processing(CartCompletionProcessing),
    /// There is an order.
    Success(CartCompletionSuccess),
}

/// An attempt that goes on by itself.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionProcessing {
    /// Id of the attempt.
    pub id: String,
    /// What the buyer should know meanwhile; null where all goes well.
    pub notice: Option<CompletionNotice>,
    /// Milliseconds to wait before asking again.
    pub poll_delay: i32,
}

/// What a buyer should know of an attempt that goes on by itself.
#[derive(Clone, SimpleObject)]
pub struct CompletionNotice {
    /// What it is, for programs.
    pub code: CompletionNoticeCode,
    /// What it is, for people.
    pub message: String,
}

impl CompletionNotice {
    /// What is told while the provider is waited for; `None` where something else is noted.
    pub fn of(noted: AttemptFailure) -> Option<Self> {
        Some(Self {
            code: noted.code.parse().ok()?,
            message: noted.message,
        })
    }
}

/// An attempt that waits for the buyer.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionActionRequired {
    /// What the buyer must do.
    pub action: Option<CartCompletionAction>,
    /// Id of the attempt.
    pub id: String,
}

/// What a buyer must do.
#[derive(Clone, Union)]
pub enum CartCompletionAction {
    /// Confirm the payment with the bank.
    Challenge(CompletePaymentChallenge),
}

/// A payment that the buyer must confirm with the bank.
#[derive(Clone, SimpleObject)]
pub struct CompletePaymentChallenge {
    /// Where they confirm it.
    pub redirect_url: Option<Url>,
}

/// An attempt that failed. Nothing is held or charged.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionFailed {
    /// Why.
    pub errors: Vec<CompletionError>,
    /// Id of the attempt.
    pub id: String,
}

/// Why an attempt failed.
#[derive(Clone, SimpleObject)]
pub struct CompletionError {
    /// Why, for programs.
    pub code: CompletionErrorCode,
    /// Why, for people.
    pub message: Option<String>,
}

impl From<AttemptFailure> for CompletionError {
    fn from(failure: AttemptFailure) -> Self {
        Self {
            code: failure.code.parse().unwrap_or(CompletionErrorCode::Error),
            message: Some(failure.message),
        }
    }
}

/// An attempt that became an order.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionSuccess {
    /// When it did.
    pub completed_at: Option<DateTime>,
    /// Id of the attempt.
    pub id: String,
    /// Global id of the order.
    pub order_id: ID,
    /// Where the buyer sees the order.
    pub order_url: Url,
}

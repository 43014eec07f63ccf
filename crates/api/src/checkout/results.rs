//! Results of the checkout.

use crate::cart::{Cart, CartUserError};
use crate::list::List;
use async_graphql::{ID, SimpleObject, Union};
use souk_entities::orders::checkout_attempt::AttemptFailure;
use souk_kernel::scalars::{DateTime, Url};
use souk_shop::checkout::{
    codes::{CompletionErrorCode, CompletionNoticeCode, SubmissionErrorCode},
    freeze::Missing,
};

/// Payload of `cartPrepareForCompletion`.
#[derive(Clone, SimpleObject)]
pub struct CartPrepareForCompletionPayload {
    /// Whether the cart can be submitted.
    pub result: Option<CartPrepareForCompletionResult>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CartUserError>,
}

/// Whether a cart can be submitted.
#[derive(Clone, Union)]
pub enum CartPrepareForCompletionResult {
    /// The cart cannot be submitted yet.
    NotReady(CartStatusNotReady),
    /// The cart can be submitted.
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
    pub errors: List<CartOperationError>,
}

/// The rate limit for checking a cart was exceeded.
#[derive(Clone, SimpleObject)]
pub struct CartThrottled {
    /// The cart.
    pub cart: Option<Cart>,
    /// When to ask again.
    pub poll_after: DateTime,
}

/// Something missing or wrong in a cart.
#[derive(Clone, SimpleObject)]
pub struct CartOperationError {
    /// Error code: one of `SubmissionErrorCode`.
    pub code: String,
    /// Error message.
    pub message: Option<String>,
}

/// Payload of `cartSubmitForCompletion`.
#[derive(Clone, SimpleObject)]
pub struct CartSubmitForCompletionPayload {
    /// Result of the submission.
    pub result: Option<CartSubmitForCompletionResult>,
    /// Errors in the input; empty on success.
    pub user_errors: List<CartUserError>,
}

/// Result of a submission.
#[derive(Clone, Union)]
pub enum CartSubmitForCompletionResult {
    /// Another attempt for the cart is in progress or has produced an order.
    AlreadyAccepted(SubmitAlreadyAccepted),
    /// Something is missing or wrong.
    Failed(SubmitFailed),
    /// The submission was accepted.
    Success(SubmitSuccess),
    /// Submit again later.
    Throttled(SubmitThrottled),
}

/// An accepted submission; query `cartCompletionAttempt` for its progress.
#[derive(Clone, SimpleObject)]
pub struct SubmitSuccess {
    /// Id of the attempt.
    pub attempt_id: String,
    /// Page on which the buyer follows the attempt.
    pub redirect_url: Url,
}

/// A rejected submission: something is missing or wrong.
#[derive(Clone, SimpleObject)]
pub struct SubmitFailed {
    /// Checkout page where the buyer can correct it.
    pub checkout_url: Option<Url>,
    /// What is missing or wrong.
    pub errors: List<SubmissionError>,
}

/// Another attempt for the cart is in progress or has produced an order.
#[derive(Clone, SimpleObject)]
pub struct SubmitAlreadyAccepted {
    /// Id by which the state of that attempt can be followed. It leads neither to the order nor to
    /// its buyer: for that, submit with the token of that attempt.
    pub attempt_id: String,
}

/// The rate limit for submitting a cart was exceeded.
#[derive(Clone, SimpleObject)]
pub struct SubmitThrottled {
    /// When to submit again.
    pub poll_after: DateTime,
}

/// Something missing or wrong in a submitted cart.
#[derive(Clone, SimpleObject)]
pub struct SubmissionError {
    /// Error code.
    pub code: SubmissionErrorCode,
    /// Error message.
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

/// State of an attempt.
#[derive(Clone, Union)]
pub enum CartCompletionAttemptResult {
    /// The buyer must do something.
    ActionRequired(CartCompletionActionRequired),
    /// The attempt failed, and nothing is charged.
    Failed(CartCompletionFailed),
    /// The attempt is in progress.
    Processing(CartCompletionProcessing),
    /// The attempt produced an order.
    Success(CartCompletionSuccess),
}

/// An attempt in progress.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionProcessing {
    /// Id of the attempt.
    pub id: String,
    /// Notice for the buyer; null if there is none.
    pub notice: Option<CompletionNotice>,
    /// Milliseconds to wait before asking again.
    pub poll_delay: i32,
}

/// A notice for the buyer about an attempt in progress.
#[derive(Clone, SimpleObject)]
pub struct CompletionNotice {
    /// Notice code.
    pub code: CompletionNoticeCode,
    /// Notice text.
    pub message: String,
}

impl CompletionNotice {
    /// The notice while waiting for the provider; `None` if something else is recorded.
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
    /// The step that the buyer must complete.
    pub action: Option<CartCompletionAction>,
    /// Id of the attempt.
    pub id: String,
}

/// A step that a buyer must complete.
#[derive(Clone, Union)]
pub enum CartCompletionAction {
    /// Confirm the payment with the bank.
    Challenge(CompletePaymentChallenge),
}

/// A payment that the buyer must confirm with the bank.
#[derive(Clone, SimpleObject)]
pub struct CompletePaymentChallenge {
    /// Page where the buyer confirms it.
    pub redirect_url: Option<Url>,
}

/// A failed attempt. Nothing is reserved or charged.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionFailed {
    /// Why the attempt failed.
    pub errors: List<CompletionError>,
    /// Id of the attempt.
    pub id: String,
}

/// Why an attempt failed.
#[derive(Clone, SimpleObject)]
pub struct CompletionError {
    /// Error code.
    pub code: CompletionErrorCode,
    /// Error message.
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

/// An attempt that produced an order.
#[derive(Clone, SimpleObject)]
pub struct CartCompletionSuccess {
    /// When the order was placed.
    pub completed_at: Option<DateTime>,
    /// Id of the attempt.
    pub id: String,
    /// Global id of the order.
    pub order_id: ID,
    /// Page on which the buyer sees the order.
    pub order_url: Url,
}

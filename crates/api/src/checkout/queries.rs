//! Queries of the checkout.

use super::results::{
    CartCompletionAction, CartCompletionActionRequired, CartCompletionAttemptResult,
    CartCompletionFailed, CartCompletionProcessing, CartCompletionSuccess,
    CompletePaymentChallenge, CompletionError, CompletionNotice,
};
use crate::context::RequestContext;
use async_graphql::{Context, Object};
use souk_entities::orders::checkout_attempt::{self, AttemptState};
use souk_kernel::{
    app::App,
    error::ApiError,
    ids::Gid,
    scalars::{DateTime, Url},
};
use souk_shop::{
    checkout::{self, ObservedAttempt, VisibleAttempt, codes::CompletionErrorCode},
    orders,
};

/// Milliseconds between two polls of one attempt.
const POLL_DELAY_MS: i32 = 500;
/// The same while waiting for the payment provider.
const PATIENT_DELAY_MS: i32 = 2_000;

/// Queries of the checkout.
#[derive(Default)]
pub struct CheckoutQuery;

#[Object]
impl CheckoutQuery {
    /// The state of an attempt to buy a cart; null if there is no such attempt. Only the id that
    /// the submission with the attempt's token returned leads to the order and says why an attempt
    /// failed.
    async fn cart_completion_attempt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the attempt, as returned by the submission.")] attempt_id: String,
    ) -> Option<Result<CartCompletionAttemptResult, ApiError>> {
        find(ctx.app(), &attempt_id).await.transpose()
    }
}

async fn find(app: &App, key: &str) -> Result<Option<CartCompletionAttemptResult>, ApiError> {
    let found = checkout::visible_attempt(app, key).await?;
    Ok(found.map(|attempt| match attempt {
        VisibleAttempt::Own(attempt) => result(app, *attempt),
        VisibleAttempt::Observed(attempt) => observed(app, attempt),
    }))
}

/// What someone who did not submit the cart learns: the state, and no link but to a page that says
/// no more.
fn observed(app: &App, attempt: ObservedAttempt) -> CartCompletionAttemptResult {
    use CartCompletionAttemptResult as R;
    let id = attempt.key;
    match (attempt.state, attempt.order) {
        (AttemptState::Succeeded, Some(order)) => R::Success(CartCompletionSuccess {
            completed_at: Some(DateTime(attempt.updated_at)),
            order_id: order.gid(),
            order_url: Url(checkout::attempt_url(app, &id)),
            id,
        }),
        (AttemptState::Failed, _) => {
            let error = CompletionError {
                code: CompletionErrorCode::Error,
                message: Some("The attempt failed. Nothing was charged.".to_owned()),
            };
            R::Failed(CartCompletionFailed {
                errors: vec![error].into(),
                id,
            })
        }
        (AttemptState::ActionRequired, _) => {
            R::ActionRequired(CartCompletionActionRequired { action: None, id })
        }
        (AttemptState::Processing | AttemptState::Succeeded, _) => {
            R::Processing(CartCompletionProcessing {
                id,
                poll_delay: PATIENT_DELAY_MS,
                notice: None,
            })
        }
    }
}

fn result(app: &App, attempt: checkout_attempt::Model) -> CartCompletionAttemptResult {
    use CartCompletionAttemptResult as R;
    let id = attempt.key;
    match (attempt.state, attempt.order_id) {
        (AttemptState::Succeeded, Some(order)) => R::Success(CartCompletionSuccess {
            completed_at: Some(DateTime(attempt.updated_at)),
            id,
            order_id: order.gid(),
            order_url: Url(orders::status_page_url(app, order)),
        }),
        (AttemptState::Failed, _) => {
            let failures = attempt.failures.0.into_iter();
            R::Failed(CartCompletionFailed {
                errors: failures.map(CompletionError::from).collect(),
                id,
            })
        }
        (AttemptState::ActionRequired, _) => R::ActionRequired(CartCompletionActionRequired {
            action: Some(CartCompletionAction::Challenge(CompletePaymentChallenge {
                redirect_url: attempt.action_url.map(Url),
            })),
            id,
        }),
        (AttemptState::Processing | AttemptState::Succeeded, _) => {
            let noted = attempt.failures.0.into_iter();
            let notice = noted.filter_map(CompletionNotice::of).next();
            R::Processing(CartCompletionProcessing {
                id,
                poll_delay: match notice {
                    Some(_) => PATIENT_DELAY_MS,
                    None => POLL_DELAY_MS,
                },
                notice,
            })
        }
    }
}

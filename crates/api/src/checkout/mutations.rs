//! Mutations of the checkout.

use super::results::{
    CartOperationError, CartPrepareForCompletionPayload, CartPrepareForCompletionResult,
    CartStatusNotReady, CartStatusReady, CartSubmitForCompletionPayload,
    CartSubmitForCompletionResult, SubmissionError, SubmitAlreadyAccepted, SubmitFailed,
    SubmitSuccess,
};
use crate::{
    cart::{Cart, CartUserError},
    context::RequestContext,
};
use async_graphql::{Context, ID, InputType, Object};
use souk_kernel::{app::App, error::ApiError, refusal::Refusal, scalars::Url};
use souk_shop::{
    cart::{CartErrorCode, CartKeys, CartToken, no_cart},
    checkout::{
        attempt_url,
        freeze::{self, Missing},
        submit::{self, Submitted},
    },
};
use std::sync::Arc;

/// Longest attempt token of a client, in characters.
const MOST_TOKEN_CHARACTERS: usize = 255;

/// Mutations of the checkout.
#[derive(Default)]
pub struct CheckoutMutation;

#[Object]
impl CheckoutMutation {
    /// Checks whether a cart can be submitted, and returns what it still needs.
    async fn cart_prepare_for_completion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartPrepareForCompletionPayload, ApiError>> {
        Some(prepare(ctx, &cart_id).await)
    }

    /// Buys a cart: reserves its stock, takes the payment and places the order. A repeated request
    /// with the same token returns the same result and places no second order.
    async fn cart_submit_for_completion(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The client's token for this attempt: a random text, new for every attempt. Whoever has \
                    it gets the link to the order."
        )]
        attempt_token: String,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartSubmitForCompletionPayload, ApiError>> {
        Some(submit(ctx, &cart_id, &attempt_token).await)
    }
}

async fn prepare(ctx: &Context<'_>, id: &ID) -> Result<CartPrepareForCompletionPayload, ApiError> {
    let app = ctx.app();
    let looked = match app.part::<CartKeys>().parse(id) {
        Some(token) => freeze::look(app, ctx.audience(), &token).await?,
        None => None,
    };
    let Some((_, missing)) = looked else {
        return Ok(CartPrepareForCompletionPayload {
            result: None,
            user_errors: vec![no_cart().into()].into(),
        });
    };
    let cart = Cart::find(ctx, id).await?;
    let result = if missing.is_empty() {
        CartPrepareForCompletionResult::Ready(CartStatusReady { cart })
    } else {
        let errors = missing.into_iter().map(operation_error).collect();
        CartPrepareForCompletionResult::NotReady(CartStatusNotReady { cart, errors })
    };
    Ok(CartPrepareForCompletionPayload {
        result: Some(result),
        user_errors: Vec::new().into(),
    })
}

fn operation_error(missing: Missing) -> CartOperationError {
    CartOperationError {
        code: match missing.code.to_value() {
            async_graphql::Value::Enum(name) => name.to_string(),
            _ => String::new(),
        },
        message: Some(missing.message),
    }
}

async fn submit(
    ctx: &Context<'_>,
    id: &ID,
    attempt_token: &str,
) -> Result<CartSubmitForCompletionPayload, ApiError> {
    let app = ctx.data_unchecked::<Arc<App>>();
    let Some(token) = app.part::<CartKeys>().parse(id) else {
        return Ok(refused(no_cart()));
    };
    let length = attempt_token.chars().count();
    if attempt_token.trim().is_empty() || length > MOST_TOKEN_CHARACTERS {
        let why = "An attempt is named by 1 to 255 characters.";
        let refusal = Refusal::of_path(CartErrorCode::Invalid, &["attemptToken"], why);
        return Ok(refused(refusal));
    }
    let submitted =
        submit::submit(app, ctx.audience(), &token, attempt_token, submit::PATIENCE).await?;
    let result = match submitted {
        Submitted::Accepted(attempt_id) => CartSubmitForCompletionResult::Success(SubmitSuccess {
            redirect_url: Url(attempt_url(app, &attempt_id)),
            attempt_id,
        }),
        Submitted::Already(attempt_id) => {
            CartSubmitForCompletionResult::AlreadyAccepted(SubmitAlreadyAccepted { attempt_id })
        }
        Submitted::Failed(missing) => CartSubmitForCompletionResult::Failed(SubmitFailed {
            checkout_url: Some(checkout_url(app, &token)),
            errors: missing.into_iter().map(SubmissionError::from).collect(),
        }),
    };
    Ok(CartSubmitForCompletionPayload {
        result: Some(result),
        user_errors: Vec::new().into(),
    })
}

fn checkout_url(app: &App, token: &CartToken) -> Url {
    Url(format!("{}{}", app.public_url(), token.checkout_path()))
}

fn refused(refusal: Refusal<CartErrorCode>) -> CartSubmitForCompletionPayload {
    CartSubmitForCompletionPayload {
        result: None,
        user_errors: vec![CartUserError::from(refusal)].into(),
    }
}

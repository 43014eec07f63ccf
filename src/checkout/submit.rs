//! Submits a cart: freezes it and starts the saga, once.

use super::{
    attempts,
    codes::SubmissionErrorCode,
    freeze::{self, Missing},
    place_order::{self, DEADLINE_MS},
};
use crate::{
    app::App,
    cart::{self, CartToken},
    context::Audience,
    error::ApiError,
};
use souk_entities::{
    Timestamp,
    orders::checkout_attempt::{self, AttemptState, AttemptStep},
};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// How long a submission waits for its saga. Most are through by then, and the buyer knows at once.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It was taken; the key of its attempt.
    Accepted(String),
    /// Another attempt of the cart is under way or has an order; its key.
    Already(String),
    /// Something is missing or wrong.
    Failed(Vec<Missing>),
}

/// Submits a cart under the client's name for the attempt. The same name and the same cart again
/// give the same answer.
///
/// # Errors
///
/// When a database fails.
pub async fn submit(
    app: &Arc<App>,
    audience: &Audience,
    token: &CartToken,
    attempt_token: &str,
) -> Result<Submitted, ApiError> {
    // Another request may write the attempt between the first read and ours; then it is there.
    for _ in 0..2 {
        let db = app.databases.orders.writer();
        let known = attempts::of_cart(db, token.token(), attempt_token).await?;
        if let Some(answer) = answer(app, token, attempt_token, &known).await? {
            return Ok(answer);
        }
        let frozen = match freeze::freeze(app, audience, token).await? {
            Ok(frozen) => frozen,
            Err(missing) => return Ok(Submitted::Failed(missing)),
        };
        let now = app.clock.now();
        let attempt = checkout_attempt::Model {
            id: app.next_id(),
            key: Uuid::new_v4().simple().to_string(),
            cart_id: token.token().to_owned(),
            token: attempt_token.to_owned(),
            fingerprint: fingerprint(frozen.cart.version),
            state: AttemptState::Processing,
            step: AttemptStep::Frozen,
            frozen: serde_json::to_string(&frozen).map_err(ApiError::internal)?,
            payment: None,
            action_url: None,
            order_id: None,
            failures: Default::default(),
            deadline_at: Timestamp(now.0 + DEADLINE_MS),
            leased_until: now,
            created_at: now,
            updated_at: now,
        };
        let (id, key) = (attempt.id, attempt.key.clone());
        if attempts::insert(db, attempt).await? {
            place_order::go_on(app, id, PATIENCE).await;
            return Ok(Submitted::Accepted(key));
        }
    }
    Err(ApiError::internal(anyhow::anyhow!(
        "an attempt was neither written nor found"
    )))
}

/// What follows from the attempts there are; `None` where a new one may be begun.
async fn answer(
    app: &App,
    token: &CartToken,
    attempt_token: &str,
    known: &[checkout_attempt::Model],
) -> Result<Option<Submitted>, ApiError> {
    if let Some(same) = known.iter().find(|it| it.token == attempt_token) {
        let version = cart::version(app, token).await?;
        if version.is_some_and(|version| same.fingerprint == fingerprint(version)) {
            return Ok(Some(Submitted::Accepted(same.key.clone())));
        }
        let why = "This attempt was begun for another state of the cart. Begin a new one.";
        let missing = Missing::new(SubmissionErrorCode::Error, why);
        return Ok(Some(Submitted::Failed(vec![missing])));
    }
    let other = known.first().map(|other| other.key.clone());
    Ok(other.map(Submitted::Already))
}

fn fingerprint(version: i64) -> String {
    format!("cart-version-{version}")
}

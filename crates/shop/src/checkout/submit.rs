//! Submits a cart: freezes it and starts the saga, once.

use super::{
    codes::SubmissionErrorCode,
    freeze::{self, Frozen, Missing},
    leases, observers,
    place_order::{self, DEADLINE_MS},
    store,
};
use crate::{
    cart::{self, CartToken},
    inventory::{self, ReservationPlan},
    market::Audience,
};
use souk_entities::{
    Timestamp,
    ids::AttemptId,
    orders::checkout_attempt::{self, AttemptState, AttemptStep},
};
use souk_kernel::{app::App, error::ApiError};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// How long a submission through the API waits for its saga. Most sagas end within that time, so
/// that the buyer knows at once.
pub const PATIENCE: Duration = Duration::from_millis(500);

/// How long a page waits for the saga before it has the browser reload: a buyer would rather see
/// the order than a page that waits.
pub(super) const PAGE_PATIENCE: Duration = Duration::from_secs(2);

/// Result of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It was accepted; the key of its attempt.
    Accepted(String),
    /// Another attempt for the cart is in progress or has produced an order; its key for observers.
    Already(String),
    /// Something is missing or wrong.
    Failed(Vec<Missing>),
}

/// Submits a cart under the client's token for the attempt, and waits at most `patience` for its
/// saga. The same token and the same cart again give the same result.
///
/// # Errors
///
/// When a database fails.
pub async fn submit(
    app: &Arc<App>,
    audience: &Audience,
    token: &CartToken,
    attempt_token: &str,
    patience: Duration,
) -> Result<Submitted, ApiError> {
    // A conflicting attempt may fail between our write and our read; then the second try writes
    // ours.
    for _ in 0..2 {
        let db = app.databases.orders.writer();
        let frozen = freeze::freeze(app, audience, token).await?;
        let missing = match frozen {
            Ok(frozen) => match look_for_stock(app, frozen).await? {
                Ok(ready) => {
                    let attempt = begin(app, token, attempt_token, &ready)?;
                    let key = attempt.key.clone();
                    if store::insert_attempt(db, attempt.clone()).await? {
                        place_order::begin(app, attempt, ready.frozen, ready.plan, patience).await;
                        return Ok(Submitted::Accepted(key));
                    }
                    None
                }
                Err(missing) => Some(missing),
            },
            Err(missing) => Some(missing),
        };
        let known = store::attempts_of_cart(db, token.token(), attempt_token).await?;
        if let Some(answer) = answer(app, token, attempt_token, &known).await? {
            return Ok(answer);
        }
        if let Some(missing) = missing {
            return Ok(Submitted::Failed(missing));
        }
    }
    Err(ApiError::internal(anyhow::anyhow!(
        "an attempt was neither written nor found"
    )))
}

/// A cart that may become an attempt.
struct Ready {
    attempt: AttemptId,
    frozen: Frozen,
    plan: ReservationPlan,
}

/// Looks up where the stock could come from. If there is too little, the submission fails at
/// once and nothing is written.
async fn look_for_stock(
    app: &App,
    frozen: Frozen,
) -> Result<Result<Ready, Vec<Missing>>, ApiError> {
    let attempt = app.next_id();
    let demands = frozen.demands();
    let wanted = place_order::wanted(attempt, &frozen, &demands);
    Ok(match inventory::plan_reservation(app, &wanted).await? {
        Ok(plan) => Ok(Ready {
            attempt,
            plan,
            frozen,
        }),
        Err(short) => Err(short.iter().map(Missing::from).collect()),
    })
}

/// A new attempt, which this process has to itself at first.
fn begin(
    app: &App,
    token: &CartToken,
    attempt_token: &str,
    ready: &Ready,
) -> Result<checkout_attempt::Model, ApiError> {
    let (now, frozen) = (app.clock.now(), &ready.frozen);
    Ok(checkout_attempt::Model {
        id: ready.attempt,
        key: Uuid::new_v4().simple().to_string(),
        cart_id: token.token().to_owned(),
        token: attempt_token.to_owned(),
        fingerprint: fingerprint(frozen.cart.version),
        state: AttemptState::Processing,
        step: AttemptStep::Frozen,
        frozen: serde_json::to_string(frozen).map_err(ApiError::internal)?,
        payment: None,
        action_url: None,
        order_id: None,
        failures: Default::default(),
        deadline_at: Timestamp(now.0 + DEADLINE_MS),
        claim: app.next_id(),
        leased_until: leases::lease(now),
        created_at: now,
        updated_at: now,
    })
}

/// What follows from the existing attempts; `None` if a new one may begin.
async fn answer(
    app: &App,
    token: &CartToken,
    attempt_token: &str,
    known: &[checkout_attempt::Model],
) -> Result<Option<Submitted>, ApiError> {
    if let Some(same) = known.iter().find(|it| it.token == attempt_token) {
        let version = cart::cart_version(app, token).await?;
        if version.is_some_and(|version| same.fingerprint == fingerprint(version)) {
            return Ok(Some(Submitted::Accepted(same.key.clone())));
        }
        let why = "This attempt was begun for another state of the cart. Begin a new one.";
        let missing = Missing::new(SubmissionErrorCode::Error, why);
        return Ok(Some(Submitted::Failed(vec![missing])));
    }
    let other = known.first();
    let key = other.map(|other| observers::observer_key(app, other.id));
    Ok(key.map(Submitted::Already))
}

fn fingerprint(version: i64) -> String {
    format!("cart-version-{version}")
}

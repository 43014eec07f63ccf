//! Requests that come again: a mutation with a key is done once, and whoever sends it again gets
//! the answer it had.
//!
//! A key is claimed before the mutation runs and holds its answer for a day. The claim is a lease:
//! when the process is gone, the key may be used again once the lease has ended, and what the
//! mutation had done by then is done again, except by those that write their key down together with
//! what they do (see [`graphql`]).

pub mod graphql;
mod request;
mod store;

pub use request::FingerprintKeys;

use crate::app::App;
use request::Request;
use sea_orm::DbErr;
use souk_entities::{Timestamp, customers::idempotency_key};
use std::{sync::Arc, time::Duration};

/// How long an answer is kept.
const KEPT_MS: i64 = 24 * 60 * 60 * 1_000;
/// What a lease is longer than a request may take, so that a run never outlives it.
const MARGIN_MS: i64 = 10_000;
/// How often keys are forgotten.
const PERIOD: Duration = Duration::from_secs(600);
/// Keys forgotten with one statement.
const BATCH: u64 = 1_000;

/// What is known of a request.
enum Known {
    /// Nothing: whoever asks does it.
    New(Claim),
    /// It was answered like this.
    Answered(String),
    /// It is being worked on.
    Running,
    /// The key belongs to another request.
    Other,
}

/// The right to work on a request, until the lease ends.
struct Claim {
    id: String,
    claim: i64,
}

/// Claims the key of a request, or tells what became of it.
async fn begin(app: &App, request: Request) -> Result<Known, DbErr> {
    let now = app.clock.now();
    let lease_s = i64::try_from(app.config.limits.request_timeout_s).unwrap_or(i64::MAX);
    let lease_ms = lease_s.saturating_mul(1_000).saturating_add(MARGIN_MS);
    let row = idempotency_key::Model {
        id: request.id,
        fingerprint: request.fingerprint,
        claim: app.next_id(),
        answer: None,
        leased_until: Timestamp(now.0.saturating_add(lease_ms)),
        expires_at: Timestamp(now.0 + KEPT_MS),
    };
    let db = app.databases.customers.writer();
    if store::claim(db, row.clone(), now).await? {
        let (id, claim) = (row.id, row.claim);
        return Ok(Known::New(Claim { id, claim }));
    }
    Ok(match store::find(db, &row.id).await? {
        Some(known) if known.fingerprint != row.fingerprint => Known::Other,
        Some(idempotency_key::Model {
            answer: Some(answer),
            ..
        }) => Known::Answered(answer),
        // Where it is gone, it has just come to nothing: the next try finds the key free.
        Some(_) | None => Known::Running,
    })
}

/// Keeps the answer. Whoever did the work has it whether it can be kept or not; where it cannot,
/// the key is free again once the lease has ended.
async fn finish(app: &App, claim: &Claim, answer: String) {
    let db = app.databases.customers.writer();
    let expires_at = Timestamp(app.clock.now().0 + KEPT_MS);
    match store::answer(db, &claim.id, claim.claim, answer, expires_at).await {
        Ok(true) => {}
        Ok(false) => tracing::error!("an answer came after the lease of its key"),
        Err(error) => tracing::error!(?error, "the answer of a key could not be kept"),
    }
}

/// Frees the key of a request that came to nothing.
async fn release(app: &App, claim: &Claim) {
    let db = app.databases.customers.writer();
    if let Err(error) = store::release(db, &claim.id, claim.claim).await {
        tracing::error!(?error, "a key could not be freed");
    }
}

/// Starts forgetting keys whose time is over, every ten minutes until the shop stops. A key that is
/// not removed yet is free all the same.
pub fn start(app: &Arc<App>) {
    let failed = "old idempotency keys could not be removed";
    app.every(
        PERIOD,
        failed,
        |app| async move { remove_expired(&app).await },
    );
}

/// Removes the keys whose time is over, in small steps. Returns how many there were.
///
/// # Errors
///
/// When the database fails.
pub async fn remove_expired(app: &App) -> Result<u64, DbErr> {
    let mut removed = 0;
    loop {
        let db = app.databases.customers.writer();
        let step = store::remove_expired(db, app.clock.now(), BATCH).await?;
        removed += step;
        if step < BATCH || app.shutdown.is_cancelled() {
            return Ok(removed);
        }
    }
}

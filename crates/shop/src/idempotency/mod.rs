//! Repeated requests: a mutation with a key runs once, and whoever sends it again gets the same
//! answer.
//!
//! A key is claimed before the mutation runs and holds its answer for a day. The claim is a lease:
//! if the process dies, the key may be used again once the lease has ended, and what the mutation
//! had done by then is done again, except by mutations that record their key together with their
//! work.

mod request;
mod store;

pub use request::{FingerprintKeys, KeyedMutation, Request};

use sea_orm::DbErr;
use souk_entities::{Timestamp, customers::idempotency_key};
use souk_kernel::{app::App, client_writes::ClientWrites, error::ApiError};
use std::{sync::Arc, time::Duration};

/// How long an answer is stored.
const KEPT_MS: i64 = 24 * 60 * 60 * 1_000;
/// How much longer a lease lasts than the longest request, so that no request outlives its lease.
const MARGIN_MS: i64 = 10_000;
/// How often expired keys are removed.
const PERIOD: Duration = Duration::from_secs(600);
/// Most bytes of an answer that is stored.
pub const MOST_ANSWER_BYTES: usize = 65_536;
/// What is stored in place of an answer that is too large. No answer is empty.
const TOO_LARGE: &str = "";
/// Bytes of a key and its indexes in the database, rounded up.
const KEY_BYTES: usize = 512;
/// Keys removed with one statement.
const BATCH: u64 = 1_000;

/// The state of a request with a key.
pub enum Known {
    /// It is new: the caller may run it.
    New(Claim),
    /// It has this answer.
    Answered(String),
    /// It was done, and its answer was too large to be stored.
    Done,
    /// It is running.
    Running,
    /// The key belongs to another request.
    Other,
}

/// The right to run a request, until the lease ends.
pub struct Claim {
    id: String,
    claim: i64,
}

/// Claims the key of a request, or returns the state of the request.
///
/// # Errors
///
/// When the client has stored as much as it may, or the database fails.
pub async fn begin(app: &App, request: Request) -> Result<Known, ApiError> {
    let now = app.clock.now();
    app.part::<ClientWrites>().charge(KEY_BYTES, now)?;
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
        }) if answer == TOO_LARGE => Known::Done,
        Some(idempotency_key::Model {
            answer: Some(answer),
            ..
        }) => Known::Answered(answer),
        // If the row is gone, the other request has just failed: the next attempt finds the key free.
        Some(_) | None => Known::Running,
    })
}

/// Stores the answer, or that there was one if it is too large to be stored. The caller gets it
/// whether it can be stored or not; if the database fails, the key is free again once the lease has
/// ended.
pub async fn finish(app: &App, claim: &Claim, answer: String) {
    let db = app.databases.customers.writer();
    let now = app.clock.now();
    let expires_at = Timestamp(now.0 + KEPT_MS);
    let answer = match answer.len() {
        0..=MOST_ANSWER_BYTES => answer,
        _ => TOO_LARGE.to_owned(),
    };
    app.part::<ClientWrites>().record(answer.len(), now);
    match store::answer(db, &claim.id, claim.claim, answer, expires_at).await {
        Ok(true) => {}
        Ok(false) => tracing::error!("an answer came after the lease of its key"),
        Err(error) => tracing::error!(?error, "the answer of a key could not be kept"),
    }
}

/// Frees the key of a request that failed.
pub async fn release(app: &App, claim: &Claim) {
    let db = app.databases.customers.writer();
    if let Err(error) = store::release(db, &claim.id, claim.claim).await {
        tracing::error!(?error, "a key could not be freed");
    }
}

/// Starts removing expired keys, every ten minutes until the shop stops. A key
/// can be used again as soon as it has expired.
pub fn start(app: &Arc<App>) {
    let failed = "old idempotency keys could not be removed";
    app.every(
        PERIOD,
        failed,
        |app| async move { remove_expired(&app).await },
    );
}

/// Removes expired keys in small batches. Returns how many were removed.
///
/// # Errors
///
/// When the database fails.
pub async fn remove_expired(app: &App) -> Result<u64, DbErr> {
    let db = app.databases.customers.writer();
    let remove = || store::remove_expired(db, app.clock.now(), BATCH);
    app.in_batches(BATCH, remove).await
}

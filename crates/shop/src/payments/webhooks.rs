//! Events from the provider's webhook: recorded once, then passed to the handlers.
//!
//! Messages arrive twice, late and in any order. An event only names its object, and handlers fetch
//! it from the provider, so the latest state wins whichever message announced it.

use super::{ProviderEvent, WebhookError, store};
use crate::payments::Payments;
use axum::http::HeaderMap;
use sea_orm::DbErr;
use souk_entities::{Timestamp, orders::provider_event as event};
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

/// How long a process holds an event before another may take it.
const LEASE_MS: i64 = 60_000;
/// Pause after a failed attempt to handle an event; it doubles with every further one.
const FIRST_PAUSE_MS: i64 = 5_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;
/// How often due events are looked for.
const PERIOD: Duration = Duration::from_secs(5);
const BATCH: u64 = 100;

/// What happened to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was recorded.
    New,
    /// It was already known.
    Known,
    /// Its event is not handled.
    Ignored,
}

/// Why a message was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It was not sent by the provider.
    #[error(transparent)]
    Refused(#[from] WebhookError),
    /// It could not be recorded; the provider should send it again.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Verifies a message and records its event. The event is handled in the background, so that the
/// provider does not have to wait; if that fails, it is handled again later.
///
/// # Errors
///
/// See [`ReceiveError`].
pub async fn receive(
    app: &Arc<App>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Received, ReceiveError> {
    let provider = app.part::<Payments>().provider();
    let Some(event) = provider.read_webhook(headers, body)? else {
        return Ok(Received::Ignored);
    };
    let now = app.clock.now();
    let lease = Timestamp(now.0 + LEASE_MS);
    let name = provider.name();
    if !store::record_event(app.databases.orders.writer(), name, &event, now, lease).await? {
        return Ok(Received::Known);
    }
    let worker = Arc::clone(app);
    app.tasks.spawn(async move {
        if let Err(error) = hand_over(&worker, name, &event, 1).await {
            tracing::error!(?error, event = event.id, "an event could not be noted");
        }
    });
    Ok(Received::New)
}

/// Starts retrying events that could not be handled, until the process stops.
pub fn start_event_delivery(app: &Arc<App>) {
    let failed = "events of the payment provider could not be read";
    app.every(PERIOD, failed, |app| async move {
        deliver_due_events(&app).await
    });
}

/// Passes due events to the handlers, at most 100; returns how many were taken.
///
/// # Errors
///
/// When the database fails.
pub async fn deliver_due_events(app: &Arc<App>) -> Result<usize, DbErr> {
    let db = app.databases.uncounted().orders;
    let mut taken = 0;
    for row in store::due_events(db.reader(), app.clock.now(), BATCH).await? {
        let lease = Timestamp(app.clock.now().0 + LEASE_MS);
        if app.shutdown.is_cancelled() || !store::take_event(db.writer(), &row, lease).await? {
            continue;
        }
        taken += 1;
        match serde_json::from_str::<ProviderEvent>(&row.payload) {
            Ok(event) => hand_over(app, &row.provider, &event, row.tries + 1).await?,
            Err(error) => give_up(app, &row, &error).await?,
        }
    }
    Ok(taken)
}

async fn hand_over(
    app: &Arc<App>,
    provider: &str,
    event: &ProviderEvent,
    tries: i32,
) -> Result<(), DbErr> {
    let mut handled = Ok(());
    for handler in app.part::<Payments>().handlers() {
        handled = handler.handle(app, event).await;
        if handled.is_err() {
            break;
        }
    }
    let now = app.clock.now();
    let (handled_at, due_at) = match handled {
        Ok(()) => (Some(now), now),
        Err(error) => {
            tracing::warn!(
                ?error,
                event = event.id,
                kind = event.kind,
                "an event comes again"
            );
            (None, Timestamp(now.0 + pause_ms(tries)))
        }
    };
    let db = app.databases.orders.writer();
    store::finish_event(db, provider, &event.id, handled_at, due_at).await
}

/// Marks an unreadable event as handled; otherwise it would be retried for ever.
async fn give_up(app: &App, row: &event::Model, error: &serde_json::Error) -> Result<(), DbErr> {
    tracing::error!(%error, event = row.event_id, "an event cannot be read and is left out");
    let now = app.clock.now();
    let db = app.databases.orders.writer();
    store::finish_event(db, &row.provider, &row.event_id, Some(now), now).await
}

fn pause_ms(tries: i32) -> i64 {
    let doublings = u32::try_from(tries - 1).unwrap_or(0).min(16);
    (FIRST_PAUSE_MS << doublings).min(LONGEST_PAUSE_MS)
}

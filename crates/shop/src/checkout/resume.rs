//! Resumes attempts that stopped before their end: after a crash, or because the provider or the
//! buyer was slow.

use super::{place_order, store};
use futures_util::{StreamExt, stream};
use sea_orm::DbErr;
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

/// How often unfinished attempts are looked for.
const PERIOD: Duration = Duration::from_secs(1);
/// Attempts read at once.
const BATCH: u64 = 100;
/// Attempts driven at once: each may wait for the provider.
const AT_ONCE: usize = 8;

/// Drives every attempt that no driver has. Returns how many there were, at most 100.
///
/// # Errors
///
/// When they cannot be read. One that fails does not hold up the others.
pub async fn resume_attempts(app: &App) -> Result<usize, DbErr> {
    let now = app.clock.now();
    let abandoned = store::abandoned_attempts(app.databases.orders.writer(), now, BATCH).await?;
    let count = abandoned.len();
    stream::iter(abandoned)
        .for_each_concurrent(AT_ONCE, async |id| {
            if let Err(error) = place_order::drive(app, id).await {
                tracing::error!(attempt = id.0, ?error, "an attempt did not go on");
            }
        })
        .await;
    Ok(count)
}

/// Resumes attempts until the process stops.
pub fn start_attempt_resumption(app: &Arc<App>) {
    let failed = "unfinished attempts could not be read";
    app.every(
        PERIOD,
        failed,
        |app| async move { resume_attempts(&app).await },
    );
}

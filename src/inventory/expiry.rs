//! Gives back what checkouts held and never paid for.

use super::reservations;
use crate::app::App;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(15);

/// Starts releasing expired reservations, every fifteen seconds until the shop stops. One that is
/// not released yet can be neither pinned nor sold all the same.
pub fn start(app: &Arc<App>) {
    let worker = Arc::clone(app);
    app.tasks.spawn(async move {
        loop {
            if let Err(error) = reservations::release_expired(&worker).await {
                tracing::error!(?error, "expired reservations could not be released");
            }
            tokio::select! {
                () = worker.shutdown.cancelled() => return,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    });
}

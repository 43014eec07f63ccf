//! Gives back what checkouts held and never paid for.

use super::reservations;
use crate::app::App;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(15);

/// Starts releasing expired reservations, every fifteen seconds until the shop stops. One that is
/// not released yet can be neither pinned nor sold all the same.
pub fn start(app: &Arc<App>) {
    let failed = "expired reservations could not be released";
    app.every(PAUSE, failed, |app| async move {
        reservations::release_expired(&app).await
    });
}

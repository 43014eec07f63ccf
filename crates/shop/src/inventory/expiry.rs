//! Releases reservations that expired without payment.

use crate::inventory;
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(15);

/// Starts releasing expired reservations, every 15 seconds until the process stops. Even before it
/// is released, an expired reservation can be neither pinned nor sold.
pub fn start_reservation_expiry(app: &Arc<App>) {
    let failed = "expired reservations could not be released";
    app.every(PAUSE, failed, |app| async move {
        inventory::releases::release_expired_reservations(&app).await
    });
}

//! Releases reservations that expired without payment, and removes old keys of requests.

use crate::inventory;
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(15);
const HOUR: Duration = Duration::from_secs(3_600);

/// Starts releasing expired reservations, every 15 seconds until the process stops. Even before it
/// is released, an expired reservation can be neither pinned nor sold.
pub fn start_reservation_expiry(app: &Arc<App>) {
    let failed = "expired reservations could not be released";
    app.every(PAUSE, failed, |app| async move {
        inventory::releases::release_expired_reservations(&app).await
    });
}

/// Starts removing the keys of old requests to change stock, every hour until the process stops.
pub fn start_stock_request_expiry(app: &Arc<App>) {
    let failed = "old keys of stock changes could not be removed";
    app.every(HOUR, failed, |app| async move {
        inventory::remove_old_stock_requests(&app).await
    });
}

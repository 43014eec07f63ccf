//! Removes carts that have not changed for `cart.expire_after_days`. Carts without lines, and copies of
//! carts that have not changed, are kept for a day only; the id of a removed cart without lines stays
//! the id of an empty cart.

use super::store;
use sea_orm::DbErr;
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(600);
const BATCH: u64 = 1_000;

/// Starts removing expired carts, every ten minutes until the shop stops. One that is not removed
/// yet is invisible all the same, because reads check its expiry.
pub fn start_cart_expiry(app: &Arc<App>) {
    let failed = "expired carts could not be removed";
    app.every(PAUSE, failed, |app| async move {
        remove_expired_carts(&app).await
    });
}

/// Removes expired carts in small batches, so that buyers need not wait. Returns how many were
/// removed.
///
/// # Errors
///
/// When the database fails.
pub async fn remove_expired_carts(app: &App) -> Result<u64, DbErr> {
    let db = app.databases.cart.writer();
    let remove = || store::remove_expired(db, app.clock.now(), BATCH);
    app.in_batches(BATCH, remove).await
}

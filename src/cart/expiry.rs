//! Forgets carts that nobody changed for `cart.expire_after_days`.

use super::store;
use crate::app::App;
use sea_orm::DbErr;
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(600);
const BATCH: u64 = 1_000;

/// Starts forgetting expired carts, every ten minutes until the shop stops. A cart that is not
/// removed yet is invisible all the same: reads look at its date.
pub fn start(app: &Arc<App>) {
    let failed = "expired carts could not be removed";
    app.every(
        PAUSE,
        failed,
        |app| async move { remove_expired(&app).await },
    );
}

/// Removes the carts that have expired by now, in small steps so that buyers need not wait.
/// Returns how many there were.
///
/// # Errors
///
/// When the database fails.
pub async fn remove_expired(app: &App) -> Result<u64, DbErr> {
    let mut removed = 0;
    loop {
        let db = app.databases.cart.writer();
        let step = store::remove_expired(db, app.clock.now(), BATCH).await?;
        removed += step;
        if step < BATCH || app.shutdown.is_cancelled() {
            return Ok(removed);
        }
    }
}

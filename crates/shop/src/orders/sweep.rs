//! Asks the provider about ledger transactions that are still open although their checkout or
//! operation should have finished. Nothing is carried out again; the sweep only asks what happened.

use super::payment_settlement;
use crate::payments::{self, Payments, Transaction};
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{OrderId, PaymentTransactionId},
};
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

/// Newer transactions are left to their checkout or operation.
const AGE_MS: i64 = 20 * 60_000;
/// How often open transactions are looked for.
const PERIOD: Duration = Duration::from_secs(300);
const BATCH: u64 = 100;

/// Settles open transactions whose outcome the provider knows. Returns how many were settled.
///
/// # Errors
///
/// When the list cannot be read. A transaction that fails does not hold up the others.
pub async fn sweep_payments(app: &App) -> Result<usize, DbErr> {
    let before = Timestamp(app.clock.now().0 - AGE_MS);
    let (mut after, mut settled) = (PaymentTransactionId(0), 0);
    loop {
        let db = app.databases.orders.writer();
        let rows = payments::open_transactions(db, after, before, BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(settled);
        };
        after = last.id;
        for row in &rows {
            match settle(app, row).await {
                Ok(true) => settled += 1,
                Ok(false) => {}
                Err(error) => tracing::error!(id = row.id.0, ?error, "a payment stays open"),
            }
        }
    }
}

async fn settle(app: &App, row: &Transaction) -> anyhow::Result<bool> {
    if row.provider != app.part::<Payments>().provider().name() {
        return Ok(false); // belongs to a provider the shop used before
    }
    let db = app.databases.orders.writer();
    match row.order_id {
        Some(order) => settle_of_order(app, order, row).await,
        None => {
            let Some(outcome) =
                payment_settlement::look_up(app, row, std::slice::from_ref(row)).await
            else {
                return Ok(false);
            };
            let settled = payments::settle_transaction(app, db, row.id, outcome, None).await?;
            Ok(settled.is_some())
        }
    }
}

async fn settle_of_order(app: &App, order: OrderId, row: &Transaction) -> anyhow::Result<bool> {
    let db = app.databases.orders.writer();
    let mut found = payments::transactions_of_orders(db, &[order]).await?;
    let of_order = found.remove(&order).unwrap_or_default();
    let Some(outcome) = payment_settlement::look_up(app, row, &of_order).await else {
        return Ok(false);
    };
    let settled = payment_settlement::write_down(app, order, row.id, outcome, None).await?;
    Ok(settled.is_some())
}

/// Sweeps periodically until the process stops.
pub fn start_payment_sweep(app: &Arc<App>) {
    let failed = "open payments could not be read";
    app.every(
        PERIOD,
        failed,
        |app| async move { sweep_payments(&app).await },
    );
}

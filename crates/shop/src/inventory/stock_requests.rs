//! Requests to change stock with a key: the key is written together with the changes, so that a
//! repeated request changes nothing, whatever happened after the first one.

use super::{InventoryErrorCode, store::requests};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    inventory::{inventory_adjustment, stock_request},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};

/// How long a key is kept.
const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Keys removed with one statement.
const BATCH: u64 = 1_000;

/// Writes the key of a request in the transaction that makes its changes; `false` if an earlier
/// request had it.
pub(super) async fn is_first(
    app: &App,
    txn: &DatabaseTransaction,
    request: &RequestKey,
) -> Result<bool, DbErr> {
    let row = stock_request::Model {
        key: request.key.clone(),
        fingerprint: request.fingerprint.clone(),
        group_id: None,
        created_at: app.clock.now(),
    };
    requests::insert_request(txn, row).await
}

/// Records the ledger rows of a request beside its key.
pub(super) async fn record_rows(
    txn: &DatabaseTransaction,
    request: &RequestKey,
    rows: &[inventory_adjustment::Model],
) -> Result<(), DbErr> {
    match rows.first() {
        Some(row) => requests::set_request_group(txn, &request.key, row.group_id).await,
        None => Ok(()),
    }
}

/// The ledger rows of the earlier request with this key.
///
/// # Errors
///
/// A refusal if that request had other input.
pub(super) async fn earlier_rows(
    app: &App,
    request: &RequestKey,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let db = app.databases.inventory.writer();
    let known = requests::request_by_key(db, &request.key).await?;
    let known = known.ok_or_else(|| DbErr::RecordNotFound("stock request".to_owned()))?;
    if known.fingerprint != request.fingerprint {
        let code = InventoryErrorCode::IdempotencyKeyParameterMismatch;
        let why = "The idempotency key was used for another request.";
        return Err(Refusal::new(code, "", why).into());
    }
    match known.group_id {
        Some(group) => Ok(requests::rows_of_group(db, group).await?),
        None => Ok(Vec::new()),
    }
}

/// Removes the keys of requests made more than seven days ago. Returns how many.
///
/// # Errors
///
/// When the database fails.
pub async fn remove_old_stock_requests(app: &App) -> Result<u64, DbErr> {
    let db = app.databases.inventory.writer();
    let before = Timestamp(app.clock.now().0 - KEPT_MS);
    app.in_batches(BATCH, || requests::remove_requests(db, before, BATCH))
        .await
}

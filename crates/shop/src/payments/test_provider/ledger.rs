//! The test provider's ledger: a SQLite file of its own, because a bank would not forget payments
//! either when a shop loses its databases. Every change is on disk before it is answered.

use super::store;
use crate::payments::{IdempotencyKey, ProviderError, ProviderRefusalCode};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    orders::payment_transaction::CaptureMode,
    test_payments::{
        call,
        intent::{self, State},
    },
};
use souk_kernel::database::{Database, Durability};
use std::path::Path;

/// Opens the ledger in `data_dir`, or creates it.
pub(super) async fn open(data_dir: &Path) -> anyhow::Result<Database> {
    let path = data_dir.join("test-payments.sqlite");
    let database = Database::open_file(&path, Durability::Full).await?;
    store::create_tables(&database).await?;
    Ok(database)
}

/// The object of an earlier call with this key.
pub(super) async fn done_before(
    txn: &impl ConnectionTrait,
    key: &IdempotencyKey,
    request: &str,
) -> Result<Option<String>, ProviderError> {
    match store::call(txn, &key.0).await.map_err(unknown)? {
        Some(call) if call.request != request => Err(ProviderError::refused(
            ProviderRefusalCode::KeyReused,
            "the key was used for another operation",
        )),
        found => Ok(found.map(|call| call.object_id)),
    }
}

/// Records which object a call with this key made or changed.
pub(super) async fn note_call(
    txn: &impl ConnectionTrait,
    key: &IdempotencyKey,
    request: String,
    object_id: String,
) -> Result<(), DbErr> {
    let row = call::Model {
        idempotency_key: key.0.clone(),
        request,
        object_id,
    };
    store::insert_call(txn, row).await
}

/// Captures or authorises the amount.
pub(super) fn charge(row: &mut intent::Model) {
    match row.capture {
        CaptureMode::Automatic => {
            row.captured = row.amount;
            row.state = State::Succeeded;
        }
        CaptureMode::Manual => row.state = State::Authorized,
    }
}

/// The amount that can still be captured.
pub(super) fn capturable(row: &intent::Model) -> i64 {
    match row.state {
        State::Authorized => row.amount - row.captured,
        _ => 0,
    }
}

/// A transaction that could not begin has changed nothing.
pub(super) fn unavailable(error: DbErr) -> ProviderError {
    ProviderError::Unavailable(error.to_string())
}

/// A failed commit may have been written all the same.
pub(super) fn unknown(error: DbErr) -> ProviderError {
    ProviderError::Unknown(error.to_string())
}

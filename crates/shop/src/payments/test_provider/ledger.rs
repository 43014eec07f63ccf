//! The test provider's ledger: a SQLite file of its own, because a bank would not forget payments
//! either when a shop loses its databases. Every change is on disk before it is answered.

use crate::payments::{IdempotencyKey, ProviderError, RefusalCode};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, Schema,
};
use souk_entities::{
    orders::payment_transaction::CaptureMode,
    test_payments::{
        call, dispute,
        intent::{self, State},
        refund, sent_back,
    },
};
use souk_kernel::database::{Database, Durability};
use std::path::Path;

/// Opens the ledger in `data_dir`, or creates it.
pub(super) async fn open(data_dir: &Path) -> anyhow::Result<Database> {
    let path = data_dir.join("test-payments.sqlite");
    let database = Database::open_file(&path, Durability::Full).await?;
    create(&database, intent::Entity).await?;
    create(&database, refund::Entity).await?;
    create(&database, call::Entity).await?;
    create(&database, dispute::Entity).await?;
    create(&database, sent_back::Entity).await?;
    Ok(database)
}

async fn create(database: &Database, entity: impl EntityTrait) -> Result<(), DbErr> {
    let schema = Schema::new(database.backend());
    let mut table = schema.create_table_from_entity(entity);
    database.writer().execute(table.if_not_exists()).await?;
    for mut index in schema.create_index_from_entity(entity) {
        database.writer().execute(index.if_not_exists()).await?;
    }
    Ok(())
}

/// The object of an earlier call with this key.
pub(super) async fn done_before(
    txn: &impl ConnectionTrait,
    key: &IdempotencyKey,
    request: &str,
) -> Result<Option<String>, ProviderError> {
    let found = call::Entity::find_by_id(key.0.clone()).one(txn);
    match found.await.map_err(unknown)? {
        Some(call) if call.request != request => Err(ProviderError::refused(
            RefusalCode::KeyReused,
            "the key was used for another operation",
        )),
        found => Ok(found.map(|call| call.object_id)),
    }
}

pub(super) async fn note_call(
    txn: &impl ConnectionTrait,
    key: &IdempotencyKey,
    request: String,
    object_id: String,
) -> Result<(), DbErr> {
    let row = call::ActiveModel {
        idempotency_key: Set(key.0.clone()),
        request: Set(request),
        object_id: Set(object_id),
    };
    call::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

pub(super) async fn write_intent(
    txn: &impl ConnectionTrait,
    row: &intent::Model,
) -> Result<(), DbErr> {
    intent::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(intent::Column::Id.eq(row.id.clone()))
        .exec(txn)
        .await?;
    Ok(())
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

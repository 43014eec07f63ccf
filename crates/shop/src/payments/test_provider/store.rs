//! SQL statements on the test provider's ledger, and nothing else.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr,
    EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Schema,
};
use souk_entities::{
    Timestamp,
    test_payments::{call, dispute, intent, refund, sent_back},
};
use souk_kernel::database::Database;

/// Creates the tables that do not exist yet.
pub(super) async fn create_tables(database: &Database) -> Result<(), DbErr> {
    create_table(database, intent::Entity).await?;
    create_table(database, refund::Entity).await?;
    create_table(database, call::Entity).await?;
    create_table(database, dispute::Entity).await?;
    create_table(database, sent_back::Entity).await
}

async fn create_table(database: &Database, entity: impl EntityTrait) -> Result<(), DbErr> {
    let schema = Schema::new(database.backend());
    let mut table = schema.create_table_from_entity(entity);
    database.writer().execute(table.if_not_exists()).await?;
    for mut index in schema.create_index_from_entity(entity) {
        database.writer().execute(index.if_not_exists()).await?;
    }
    Ok(())
}

/// The call with this key.
pub(super) async fn call(
    txn: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<call::Model>, DbErr> {
    call::Entity::find_by_id(key.to_owned()).one(txn).await
}

/// Inserts a call.
pub(super) async fn insert_call(txn: &impl ConnectionTrait, row: call::Model) -> Result<(), DbErr> {
    call::Entity::insert(row.into_active_model())
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The intent with this id.
pub(super) async fn intent(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<intent::Model>, DbErr> {
    intent::Entity::find_by_id(id.to_owned()).one(db).await
}

/// The intent with this secret.
pub(super) async fn intent_by_secret(
    db: &impl ConnectionTrait,
    secret: &str,
) -> Result<Option<intent::Model>, DbErr> {
    intent::Entity::find()
        .filter(intent::Column::Secret.eq(secret))
        .one(db)
        .await
}

/// Intents created at `since` or later, newest first, at most `most`; only those after `last` in
/// this order, if it is given.
pub(super) async fn intents_since(
    db: &impl ConnectionTrait,
    since: Timestamp,
    last: Option<intent::Model>,
    most: u64,
) -> Result<Vec<intent::Model>, DbErr> {
    let (created_at, id) = (intent::Column::CreatedAt, intent::Column::Id);
    let mut query = intent::Entity::find()
        .filter(created_at.gte(since))
        .order_by_desc(created_at)
        .order_by_desc(id)
        .limit(most);
    if let Some(last) = last {
        let same_time = Condition::all()
            .add(created_at.eq(last.created_at))
            .add(id.lt(last.id));
        let older = Condition::any().add(created_at.lt(last.created_at));
        query = query.filter(older.add(same_time));
    }
    query.all(db).await
}

/// Inserts an intent.
pub(super) async fn insert_intent(
    txn: &impl ConnectionTrait,
    row: intent::Model,
) -> Result<(), DbErr> {
    intent::Entity::insert(row.into_active_model())
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Writes every value of an intent.
pub(super) async fn update_intent(
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

/// The refund with this id.
pub(super) async fn refund(
    txn: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<refund::Model>, DbErr> {
    refund::Entity::find_by_id(id.to_owned()).one(txn).await
}

/// Refunds of an intent, newest first, at most `most`.
pub(super) async fn refunds_of_intent(
    db: &impl ConnectionTrait,
    intent: &str,
    most: u64,
) -> Result<Vec<refund::Model>, DbErr> {
    refund::Entity::find()
        .filter(refund::Column::IntentId.eq(intent))
        .order_by_desc(refund::Column::CreatedAt)
        .limit(most)
        .all(db)
        .await
}

/// Inserts a refund.
pub(super) async fn insert_refund(
    txn: &impl ConnectionTrait,
    row: refund::Model,
) -> Result<(), DbErr> {
    refund::Entity::insert(row.into_active_model())
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Whether the bank returned a refund.
pub(super) async fn is_sent_back(txn: &impl ConnectionTrait, refund: &str) -> Result<bool, DbErr> {
    let found = sent_back::Entity::find_by_id(refund.to_owned()).one(txn);
    Ok(found.await?.is_some())
}

/// Those of the refunds that the bank returned.
pub(super) async fn sent_back_among(
    db: &impl ConnectionTrait,
    refunds: Vec<String>,
) -> Result<Vec<String>, DbErr> {
    let found = sent_back::Entity::find()
        .filter(sent_back::Column::RefundId.is_in(refunds))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| row.refund_id).collect())
}

/// Records that the bank returned a refund.
pub(super) async fn insert_sent_back(
    txn: &impl ConnectionTrait,
    refund: String,
) -> Result<(), DbErr> {
    let row = sent_back::ActiveModel {
        refund_id: Set(refund),
    };
    sent_back::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// The dispute with this id.
pub(super) async fn dispute(
    db: &impl ConnectionTrait,
    id: &str,
) -> Result<Option<dispute::Model>, DbErr> {
    dispute::Entity::find_by_id(id.to_owned()).one(db).await
}

/// Disputes of an intent, newest first, at most `most`.
pub(super) async fn disputes_of_intent(
    db: &impl ConnectionTrait,
    intent: &str,
    most: u64,
) -> Result<Vec<dispute::Model>, DbErr> {
    dispute::Entity::find()
        .filter(dispute::Column::IntentId.eq(intent))
        .order_by_desc(dispute::Column::CreatedAt)
        .limit(most)
        .all(db)
        .await
}

/// Inserts a dispute.
pub(super) async fn insert_dispute(
    db: &impl ConnectionTrait,
    row: dispute::Model,
) -> Result<(), DbErr> {
    dispute::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Sets the state of a dispute.
pub(super) async fn set_dispute_state(
    db: &impl ConnectionTrait,
    row: dispute::Model,
    state: dispute::State,
) -> Result<(), DbErr> {
    let mut row = row.into_active_model();
    row.state = Set(state);
    row.update(db).await?;
    Ok(())
}

//! Writes many rows with few statements.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, SqlErr, Value, sea_query::OnConflict,
};

/// Maximum number of values bound by one statement. SQLite allows 32,766.
const BINDS: usize = 30_000;

/// Maximum number of keys in one `IN` list.
pub const KEYS: usize = 1_000;

/// Whether a write failed because a unique value belongs to another row.
pub fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// Inserts rows, replacing those whose primary key exists.
pub async fn upsert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    insert::<E>(db, rows, true).await
}

/// Inserts rows, skipping those whose primary key exists.
pub async fn insert_missing<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    insert::<E>(db, rows, false).await
}

async fn insert<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
    replaces: bool,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter()
        .map(PrimaryKeyToColumn::into_column)
        .collect();
    let is_key = |column: &E::Column| keys.iter().any(|key| key.as_str() == column.as_str());
    let others: Vec<E::Column> = E::Column::iter().filter(|column| !is_key(column)).collect();
    let at_once = BINDS / E::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(at_once);
        let mut on_conflict = OnConflict::columns(keys.iter().copied());
        if others.is_empty() || !replaces {
            on_conflict.do_nothing();
        } else {
            on_conflict.update_columns(others.iter().copied());
        }
        E::insert_many(chunk.map(IntoActiveModel::into_active_model))
            .on_conflict(on_conflict)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Deletes the rows that have one of `keys` in `column`.
pub async fn delete<E: EntityTrait, K>(
    db: &impl ConnectionTrait,
    column: E::Column,
    keys: &[K],
) -> Result<(), DbErr>
where
    K: Copy + Into<Value>,
{
    for keys in keys.chunks(KEYS) {
        E::delete_many()
            .filter(column.is_in(keys.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// The rows that have one of `keys` in `column`.
pub async fn find<E: EntityTrait, K>(
    db: &impl ConnectionTrait,
    column: E::Column,
    keys: &[K],
) -> Result<Vec<E::Model>, DbErr>
where
    K: Clone + Into<Value>,
{
    let mut rows = Vec::new();
    for keys in keys.chunks(KEYS) {
        let found = E::find()
            .filter(column.is_in(keys.iter().cloned()))
            .all(db)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

/// The ones among `ids` that a table has.
pub async fn find_ids<E: EntityTrait>(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    let id = id_of::<E>();
    let query = E::find().select_only().column(id).filter(id.is_in(ids));
    query.into_tuple().all(db).await
}

/// The ids of a table behind `after`, in ascending order.
pub async fn find_ids_after<E: EntityTrait>(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    let id = id_of::<E>();
    E::find()
        .select_only()
        .column(id)
        .filter(id.gt(after))
        .order_by_asc(id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
}

/// Locks rows in id order and returns the ids of those that exist.
pub async fn find_and_lock_ids<E: EntityTrait>(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    let id = id_of::<E>();
    let query = E::find().select_only().column(id).filter(id.is_in(ids));
    let query = query.order_by_asc(id).lock_exclusive();
    query.into_tuple().all(db).await
}

/// The first column of the primary key.
fn id_of<E: EntityTrait>() -> E::Column {
    E::PrimaryKey::iter()
        .next()
        .expect("every table has a primary key")
        .into_column()
}

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

/// What becomes of a row whose primary key exists.
#[derive(Clone, Copy)]
enum Existing {
    Fails,
    Stays,
    IsReplaced,
}

/// Inserts rows that are new. An id that another row has is an error: it was made twice, and the
/// other row must not be lost.
pub async fn insert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    write::<E>(db, rows, Existing::Fails).await
}

/// Inserts the rows that are new, as [`insert`] does, and writes over the others, which the caller
/// has read.
pub async fn save<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
    is_new: impl Fn(&E::Model) -> bool,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let (new, known): (Vec<E::Model>, _) = rows.into_iter().partition(is_new);
    write::<E>(db, known, Existing::IsReplaced).await?;
    write::<E>(db, new, Existing::Fails).await
}

/// Inserts rows, replacing those whose primary key exists: for keys that are not made here, such as
/// pairs of ids. New rows with ids of their own are for [`insert`] and [`save`].
pub async fn upsert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    write::<E>(db, rows, Existing::IsReplaced).await
}

/// Inserts rows, skipping those whose primary key exists.
pub async fn insert_missing<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    write::<E>(db, rows, Existing::Stays).await
}

async fn write<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
    existing: Existing,
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
        let mut insert = E::insert_many(chunk.map(IntoActiveModel::into_active_model));
        let mut on_conflict = OnConflict::columns(keys.iter().copied());
        insert = match existing {
            Existing::Fails => insert,
            Existing::IsReplaced if !others.is_empty() => {
                on_conflict.update_columns(others.iter().copied());
                insert.on_conflict(on_conflict)
            }
            Existing::Stays | Existing::IsReplaced => {
                on_conflict.do_nothing();
                insert.on_conflict(on_conflict)
            }
        };
        insert.exec_without_returning(db).await?;
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

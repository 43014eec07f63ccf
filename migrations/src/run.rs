//! Running the migrations that a database has not had.

use crate::steps::Steps;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use std::time::SystemTime;

/// A change of the schema.
#[derive(Clone, Copy)]
pub struct Migration {
    /// What it is recorded by.
    pub name: &'static str,
    /// Says what is to be done.
    pub up: fn(&mut Steps),
}

/// Brings a database to the newest schema. Each migration is one transaction, with the record of it.
/// Processes that start at the same time wait for each other.
///
/// # Errors
///
/// When a statement fails, or when the database has had a migration that is not among these: then a
/// newer souk has used it.
pub async fn run(db: &DatabaseConnection, migrations: &[Migration]) -> Result<(), DbErr> {
    if !has_records(db).await? {
        let txn = begin(db).await?;
        txn.execute_unprepared(
            "CREATE TABLE IF NOT EXISTS seaql_migrations \
             (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)",
        )
        .await?;
        txn.commit().await?;
    }
    let done = done(db).await?;
    let known = |name: &String| migrations.iter().any(|migration| migration.name == name);
    if let Some(unknown) = done.iter().find(|name| !known(name)) {
        let why = format!("the database has had the migration {unknown}, which is not known here");
        return Err(DbErr::Migration(why));
    }
    for migration in migrations {
        if !done.iter().any(|name| name == migration.name) {
            apply(db, *migration).await?;
        }
    }
    Ok(())
}

/// Begins a transaction that no other process that migrates the database is in. On PostgreSQL it is
/// not held to the limits in time of other statements, for an index may take long to build.
#[expect(
    clippy::disallowed_methods,
    reason = "no caller goes before it has ended"
)]
async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let txn = db.begin_with_options(options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        txn.execute_unprepared(
            "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \
             SELECT pg_advisory_xact_lock(hashtextextended('souk ' || current_schema(), 0))",
        )
        .await?;
    }
    Ok(txn)
}

/// Whether the database has the table of migrations.
async fn has_records(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = db.get_database_backend();
    let query = match backend {
        DbBackend::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
        _ => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
    };
    let found = db.query_one_raw(Statement::from_string(backend, query));
    Ok(found.await?.is_some())
}

async fn done(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let query = "SELECT version FROM seaql_migrations";
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

/// Applies a migration, unless another process has done so meanwhile.
async fn apply(db: &DatabaseConnection, migration: Migration) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut steps = Steps::new(backend == DbBackend::Postgres);
    (migration.up)(&mut steps);
    let txn = begin(db).await?;
    if done(&txn).await?.iter().any(|name| name == migration.name) {
        return txn.rollback().await;
    }
    for sql in steps.into_sql() {
        txn.execute_unprepared(&sql).await?;
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = now.unwrap_or_default().as_secs();
    let record = format!(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('{}', {seconds})",
        migration.name
    );
    txn.execute_unprepared(&record).await?;
    txn.commit().await
}

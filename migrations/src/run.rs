//! Running the migrations that a database has not had.

use crate::steps::Steps;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement, TransactionTrait};
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
///
/// # Errors
///
/// When a statement fails, or when the database has had a migration that is not among these: then a
/// newer souk has used it.
pub async fn run(db: &DatabaseConnection, migrations: &[Migration]) -> Result<(), DbErr> {
    db.execute_unprepared(
        "CREATE TABLE IF NOT EXISTS seaql_migrations \
         (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)",
    )
    .await?;
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

async fn done(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let query = "SELECT version FROM seaql_migrations";
    let query = Statement::from_string(db.get_database_backend(), query);
    let rows = db.query_all_raw(query).await?;
    rows.iter().map(|row| row.try_get("", "version")).collect()
}

async fn apply(db: &DatabaseConnection, migration: Migration) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let mut steps = Steps::new(backend == DbBackend::Postgres);
    (migration.up)(&mut steps);
    let txn = db.begin().await?;
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

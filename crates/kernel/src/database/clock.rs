//! The clock of a database. Leases and deadlines that processes share compare instants that each
//! took from its own clock, so a process whose clock differs from the database's must not start.

use super::Database;
use crate::clock;
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement};
use souk_entities::Timestamp;

/// How far the clocks of process and database may be apart, in milliseconds.
pub const MOST_SKEW_MS: i64 = 5_000;

/// The time by the database's clock; by that of the process for a SQLite file, which is on the same
/// host.
pub(crate) async fn now(db: &impl ConnectionTrait) -> Result<Timestamp, DbErr> {
    if db.get_database_backend() != DatabaseBackend::Postgres {
        return Ok(clock::system_now());
    }
    let query = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now";
    let query = Statement::from_string(DatabaseBackend::Postgres, query);
    let row = db.query_one_raw(query).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the time".to_owned()))?;
    Ok(Timestamp(row.try_get("", "now")?))
}

impl Database {
    /// How many milliseconds the clock of the database is ahead of that of this process, at least;
    /// negative where it is behind.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub async fn skew_ms(&self) -> Result<i64, DbErr> {
        let [_, reader] = &self.uncounted;
        if self.backend() != DatabaseBackend::Postgres {
            return reader.ping().await.map(|()| 0);
        }
        let before = clock::system_now();
        let theirs = now(reader).await?;
        let after = clock::system_now();
        Ok((theirs.0 - after.0).max(0) + (theirs.0 - before.0).min(0))
    }
}

//! What a pool asks of its connections: none in a transaction enters it or leaves it.
//!
//! The driver counts the transactions of a connection, and the server knows what is true. They
//! differ after a COMMIT at which SQLite rolled back by itself, as it does when the disk is full:
//! the driver then takes the next transaction for a nested one, whose end commits nothing. They
//! also differ when a BEGIN was sent and nobody waited for the answer: whoever gets the connection
//! next writes into a transaction that is not theirs. Such a connection is closed; the pool opens
//! another in its place.

use sea_orm::{
    ConnectOptions,
    sqlx::{Connection, Error, PgConnection, SqliteConnection},
};

/// Lets only connections outside a transaction in and out of the pools made with these options.
pub(super) fn refuse_open_transactions(options: &mut ConnectOptions) {
    options
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
        .map_sqlx_postgres_before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(async move { Ok(is_free) })
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            pool.after_release(|connection, _| {
                Box::pin(async move { Ok(told(sqlite_is_free(connection).await?)) })
            })
        })
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.after_release(|connection, _| {
                Box::pin(async move { Ok(told(postgres_is_free(connection).await?)) })
            })
        });
}

/// Whether the connection is outside a transaction, after the rollback that may be queued for it.
async fn sqlite_is_free(connection: &mut SqliteConnection) -> Result<bool, Error> {
    if connection.is_in_transaction() {
        connection.ping().await?; // answered after the rollback
    }
    Ok(!connection.is_in_transaction())
}

/// Whether the server, too, knows the connection to be outside a transaction. The driver keeps to
/// itself what the server says about that, except when asked to begin: a statement that begins
/// nothing then fails as such.
async fn postgres_is_free(connection: &mut PgConnection) -> Result<bool, Error> {
    if connection.is_in_transaction() {
        return Ok(false);
    }
    let began = connection.begin_with("SELECT 1").await;
    match began {
        Err(Error::BeginFailed) => Ok(true),
        Ok(_) => Ok(false),
        Err(error) => Err(error), // a transaction in which a statement failed, or no connection
    }
}

fn told(is_free: bool) -> bool {
    if !is_free {
        tracing::warn!("a connection came back in a transaction and is closed");
    }
    is_free
}

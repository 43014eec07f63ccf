//! A process that hangs in a transaction on PostgreSQL.

use crate::{number, on_postgres, run};
use sea_orm::ConnectionTrait;
use souk_kernel::database::Databases;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_no_other_for_longer_than_fifteen_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = on_postgres(folder.path()).await else {
        return;
    };
    let hangs = Databases::connect(&config).await.unwrap().orders;
    let goes_on = Databases::connect(&config).await.unwrap().orders;
    run(
        &hangs,
        "CREATE TABLE bought (id bigint PRIMARY KEY, units bigint)",
    )
    .await;
    run(&hangs, "INSERT INTO bought VALUES (1, 1)").await;

    let txn = hangs.begin().await.unwrap();
    txn.execute_unprepared("UPDATE bought SET units = 2")
        .await
        .unwrap();
    let start = Instant::now();
    run(&goes_on, "UPDATE bought SET units = units + 10").await;
    assert!(
        start.elapsed() < Duration::from_secs(15),
        "{:?}",
        start.elapsed()
    );
    assert!(txn.commit().await.is_err(), "it was ended");
    assert_eq!(number(&goes_on, "SELECT units FROM bought").await, 11);
    run(&hangs, "UPDATE bought SET units = 0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_reaches_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = on_postgres(folder.path()).await else {
        return;
    };
    let orders = Databases::connect(&config).await.unwrap().orders;
    for (name, value) in [
        ("lock_timeout", 12_000),
        ("statement_timeout", 30_000),
        ("idle_in_transaction_session_timeout", 10_000),
        ("tcp_keepalives_idle", 5),
        ("tcp_keepalives_count", 2),
        ("tcp_user_timeout", 15_000),
    ] {
        let query = format!("SELECT setting::bigint FROM pg_settings WHERE name = '{name}'");
        assert_eq!(number(&orders, &query).await, value, "{name}");
    }
}

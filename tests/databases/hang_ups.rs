//! Callers that go while a transaction begins, as requests do whose client hangs up.

use crate::{number, on_postgres, run};
use sea_orm::ConnectionTrait;
use souk_kernel::database::{Database, Databases};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

/// Goes when BEGIN was sent and nothing has been heard, or a little later.
async fn begin_and_go(database: &Database, looks: u64) {
    let mut begin = pin!(database.begin());
    for look in 0..=looks {
        if look > 0 {
            tokio::task::yield_now().await;
        }
        let begun = poll_fn(|context| Poll::Ready(begin.as_mut().poll(context))).await;
        if begun.is_ready() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_after_a_caller_that_went_is_in_no_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = on_postgres(folder.path()).await else {
        return;
    };
    let orders = Databases::connect(&config).await.unwrap().orders;
    run(&orders, "CREATE TABLE bought (id bigint PRIMARY KEY)").await;

    for turn in 0..1_000_u64 {
        begin_and_go(&orders, turn % 3).await;
        if turn % 10 == 0 {
            run(&orders, &format!("INSERT INTO bought VALUES ({turn})")).await;
            // Rolls back whatever was written with it.
            let txn = orders.begin().await.unwrap();
            let row = format!("INSERT INTO bought VALUES ({})", turn + 1);
            txn.execute_unprepared(&row).await.unwrap();
            txn.rollback().await.unwrap();
        }
    }
    let again = Databases::connect(&config).await.unwrap().orders;
    assert_eq!(number(&again, "SELECT count(*) FROM bought").await, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_in_a_transaction_that_the_driver_does_not_know_of_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = on_postgres(folder.path()).await else {
        return;
    };
    let orders = Databases::connect(&config).await.unwrap().orders;
    run(&orders, "CREATE TABLE bought (id bigint PRIMARY KEY)").await;
    for id in 0..20 {
        run(&orders, "BEGIN").await; // as one whose answer nobody awaited
        run(&orders, &format!("INSERT INTO bought VALUES ({id})")).await;
    }
    let again = Databases::connect(&config).await.unwrap().orders;
    assert_eq!(number(&again, "SELECT count(*) FROM bought").await, 20);
}

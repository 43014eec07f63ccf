//! Commits of SQLite that fail: nothing afterwards is believed that did not reach the file.

use crate::{number, run};
use sea_orm::ConnectionTrait;
use souk_kernel::database::{Database, Durability};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

const TABLE: &str = "CREATE TABLE bought (id bigint PRIMARY KEY, text varchar)";

async fn open(folder: &Path) -> Database {
    let file = folder.join("shop.sqlite");
    Database::open_file(&file, Durability::Full).await.unwrap()
}

async fn insert(database: &Database, id: i64) -> Result<(), sea_orm::DbErr> {
    let txn = database.begin().await?;
    let text = "x".repeat(5_000);
    let row = format!("INSERT INTO bought VALUES ({id}, '{text}')");
    txn.execute_unprepared(&row).await?;
    txn.commit().await
}

/// Rolls a transaction back, then inserts rows, which a process that starts again must find.
async fn all_is_kept(folder: &Path, database: Database) {
    let txn = database.begin().await.unwrap();
    let row = "INSERT INTO bought VALUES (99, '')";
    txn.execute_unprepared(row).await.unwrap();
    txn.rollback().await.unwrap();
    for id in 100..120 {
        insert(&database, id).await.unwrap();
    }
    run(&database, "INSERT INTO bought VALUES (200, '')").await;
    drop(database);
    let again = open(folder).await;
    let kept = number(&again, "SELECT count(*) FROM bought WHERE id >= 99").await;
    assert_eq!(kept, 21);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_at_which_sqlite_rolls_back_leaves_no_transaction_open() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path()).await;
    run(&database, TABLE).await;

    // What SQLite does when it cannot write at COMMIT: it fails and rolls back by itself.
    let fails = Arc::new(AtomicBool::new(true));
    let hook = Arc::clone(&fails);
    let pool = database.writer().get_sqlite_connection_pool();
    let mut connection = pool.acquire().await.unwrap();
    let mut handle = connection.lock_handle().await.unwrap();
    handle.set_commit_hook(move || !hook.load(Ordering::Relaxed));
    drop(handle);
    drop(connection);
    assert!(insert(&database, 1).await.is_err());
    fails.store(false, Ordering::Relaxed);

    all_is_kept(folder.path(), database).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_may_not_grow_costs_what_it_refused_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path()).await;
    run(&database, TABLE).await;

    for id in 0..20 {
        run(&database, "PRAGMA max_page_count = 5").await; // of the connection
        let row = insert(&database, id).await;
        assert!(row.is_err() || id < 3, "row {id} was inserted");
    }
    run(&database, "PRAGMA max_page_count = 1000000").await;

    all_is_kept(folder.path(), database).await;
}

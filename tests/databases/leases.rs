//! Numbers of processes: no two that share the databases have the same one at a time.

use crate::{number, on_postgres, run, settings};
use souk_kernel::{config::Config, database::Databases, node::Node};
use std::{path::Path, time::Instant};

async fn claim(config: &Config, databases: &Databases) -> anyhow::Result<Node> {
    Node::claim(&config.data_dir, config.node, &databases.orders).await
}

/// The same databases, from a data folder of its own.
fn elsewhere(config: &Config, folder: &Path) -> Config {
    let mut config = config.clone();
    let file = |name: &str, data_dir: &Path| {
        let file = data_dir.join(format!("{name}.sqlite"));
        format!("sqlite://{}", file.display())
    };
    let here = config.data_dir.clone();
    let orders = &mut config.database.orders.url;
    orders.get_or_insert_with(|| file("orders", &here));
    config.data_dir = folder.into();
    config
}

async fn one_has_the_number(config: Config) {
    let folder = tempfile::tempdir().unwrap();
    let other = elsewhere(&config, folder.path());
    let databases = Databases::connect(&config).await.unwrap();
    let others = Databases::connect(&other).await.unwrap();

    // Processes on one folder count on; one elsewhere is refused while the first renews its lease.
    let first = claim(&config, &databases).await.unwrap();
    let second = claim(&config, &databases).await.unwrap();
    assert_eq!((first.number(), second.number()), (0, 1));
    let renewing = async {
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            assert!(first.renew(&databases.orders).await.unwrap());
        }
    };
    let refused = tokio::select! {
        refused = claim(&other, &others) => refused.unwrap_err().to_string(),
        () = renewing => unreachable!("it goes on for ever"),
    };
    assert!(refused.starts_with("node: "), "{refused}");

    // One that crashed is followed at once from its own folder, and elsewhere after its lease.
    let start = Instant::now();
    drop(first);
    let first = claim(&config, &databases).await.unwrap();
    assert_eq!(first.number(), 0);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    drop(first);
    run(
        &databases.orders,
        "UPDATE node_lease SET leased_until = leased_until - 13000",
    )
    .await;
    let taken = claim(&other, &others).await.unwrap();
    assert_eq!(taken.number(), 0);

    // One that comes back after its lease learns that it has the number no more.
    assert!(second.renew(&databases.orders).await.unwrap());
    run(
        &databases.orders,
        "UPDATE node_lease SET holder = 'another' WHERE node = 1",
    )
    .await;
    assert!(!second.renew(&databases.orders).await.unwrap());

    // What was given back is free at once, wherever.
    taken.release(&others.orders).await.unwrap();
    drop(taken);
    assert_eq!(claim(&config, &databases).await.unwrap().number(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_has_a_number_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    one_has_the_number(settings(folder.path())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_has_a_number_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    if let Some(config) = on_postgres(folder.path()).await {
        one_has_the_number(config).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_with_a_clock_behind_the_last_ids_waits_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let config = settings(folder.path());
    let databases = Databases::connect(&config).await.unwrap();
    drop(claim(&config, &databases).await.unwrap());

    run(
        &databases.orders,
        "UPDATE node_lease SET renewed_at = renewed_at + 2000",
    )
    .await;
    let start = Instant::now();
    drop(claim(&config, &databases).await.unwrap());
    assert!(start.elapsed().as_millis() > 1_500, "{:?}", start.elapsed());

    run(
        &databases.orders,
        "UPDATE node_lease SET renewed_at = renewed_at + 3600000",
    )
    .await;
    let refused = claim(&config, &databases).await.unwrap_err().to_string();
    assert!(refused.contains("the clock is 3"), "{refused}");
    assert_eq!(
        number(&databases.orders, "SELECT count(*) FROM node_lease").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_clock_is_another_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Some(config) = on_postgres(folder.path()).await else {
        return;
    };
    let databases = Databases::connect(&config).await.unwrap();
    assert!(databases.cart.skew_ms().await.unwrap().abs() < 100);
    run(
        &databases.cart,
        "CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql \
         AS 'SELECT pg_catalog.clock_timestamp() - interval ''9 s'''",
    )
    .await;
    assert!(databases.cart.skew_ms().await.unwrap() < -8_000);
    let refused = Databases::connect(&config).await.unwrap_err().to_string();
    assert!(refused.starts_with("database.cart: its clock"), "{refused}");
}

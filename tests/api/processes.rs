//! Several processes on the data of one shop.

use crate::harness::TestShop;
use serde_json::Value;
use souk_entities::catalog::market;
use souk_kernel::events::Event;
use souk_shop::{market::Directory, search};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

/// The program, away from settings of the developer.
pub fn souk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_souk"));
    command.env("SOUK__DEMO", "false").env("RUST_LOG", "warn");
    command
}

/// Sets the environment of a command to the shop's data.
pub fn same_shop(command: &mut Command, shop: &TestShop) {
    let config = &shop.app.config;
    command.env("SOUK__DATA_DIR", &config.data_dir);
    let database = &config.database;
    for (name, settings) in [
        ("CATALOG", &database.catalog),
        ("INVENTORY", &database.inventory),
        ("CART", &database.cart),
        ("ORDERS", &database.orders),
        ("CUSTOMERS", &database.customers),
    ] {
        if let Some(url) = &settings.url {
            command.env(format!("SOUK__DATABASE__{name}__URL"), url);
        }
    }
}

/// Everything a program printed.
pub fn text_of(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// Waits until something is so.
pub async fn eventually(most: Duration, mut holds: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < most, "it did not happen in {most:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

const SOON: Duration = Duration::from_secs(20);

/// Another shop on the data of this one.
pub async fn beside(shop: &TestShop) -> TestShop {
    let config = shop.app.config.clone();
    TestShop::start_with(|own| *own = config).await
}

async fn listed(shop: &TestShop) -> Vec<String> {
    let query = "{ products(first: 9, sortKey: TITLE) { nodes { handle } } }";
    let data = shop.data(query, Value::Null).await;
    let nodes = data["products"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["handle"].as_str().unwrap().to_owned())
        .collect()
}

/// Says that something changed, from this process.
async fn publish(shop: &TestShop, event: Event) {
    let txn = shop.app.databases.catalog.begin().await.unwrap();
    shop.app.publish(&txn, &[event]).await.unwrap();
    txn.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_writes_the_index_and_the_others_see_it() {
    let first = TestShop::start().await;
    assert!(search::drain_index(&first.app).await.unwrap().is_some());
    let second = beside(&first).await;
    assert_ne!(first.app.node.number(), second.app.node.number());
    assert!(search::drain_index(&second.app).await.unwrap().is_none());

    // A change made by either is seen by both.
    let lamp = first.product("lamp").create().await;
    publish(&first, Event::ProductChanged { product: lamp.id }).await;
    let vase = second.product("vase").create().await;
    publish(&second, Event::ProductChanged { product: vase.id }).await;
    for shop in [&first, &second] {
        eventually(SOON, async || listed(shop).await == ["lamp", "vase"]).await;
    }

    // The index is filled anew by the one that writes it, whoever asks.
    first.product("bowl").create().await; // without an event: only a new index has it
    assert_eq!(search::reindex(&second.app).await.unwrap(), None);
    assert_eq!(listed(&second).await, ["bowl", "lamp", "vase"]);
    assert_eq!(listed(&first).await, ["bowl", "lamp", "vase"]);

    // Once it is gone another one takes over, and finds what was left.
    let _folder = first.close().await;
    let mug = second.product("mug").create().await;
    publish(&second, Event::ProductChanged { product: mug.id }).await;
    let all = ["bowl", "lamp", "mug", "vase"];
    eventually(SOON, async || listed(&second).await == all).await;
    assert!(search::drain_index(&second.app).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_changed_by_one_process_reach_every_other() {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let first = TestShop::start().await;
    search::drain_index(&first.app).await.unwrap();
    let second = beside(&first).await;
    for (writer, country) in [(&first, "FR"), (&second, "IT")] {
        let row = market::Model::clone(&Directory::current(&writer.app).markets[0]);
        let mut row = row.into_active_model();
        row.countries = Set(market::Codes(vec![country.to_owned()]));
        row.update(writer.app.databases.catalog.writer())
            .await
            .unwrap();
        let what = "market".to_owned();
        publish(writer, Event::SettingsChanged { what }).await;
        for shop in [&first, &second] {
            eventually(SOON, async || {
                let query = "{ localization { country { isoCode } } }";
                let data = shop.data(query, Value::Null).await;
                data["localization"]["country"]["isoCode"] == country
            })
            .await;
        }
    }
}

#[tokio::test]
async fn the_program_reindexes_beside_an_open_shop() {
    let shop = TestShop::start().await;
    search::drain_index(&shop.app).await.unwrap();
    shop.product("lamp").create().await; // without an event
    let mut reindex = souk();
    same_shop(&mut reindex, &shop);
    let said = tokio::task::spawn_blocking(move || reindex.arg("reindex").output().unwrap());
    let said = said.await.unwrap();
    assert_eq!(said.status.code(), Some(0), "{}", text_of(&said));
    assert!(
        text_of(&said).contains("the running process"),
        "{}",
        text_of(&said)
    );
    assert_eq!(listed(&shop).await, ["lamp"]);
}

#[tokio::test]
async fn a_worker_does_the_work_of_an_open_shop_and_stops_politely() {
    let data = tempfile::tempdir().unwrap();
    let mut worker = souk();
    worker.env("SOUK__DATA_DIR", data.path()).arg("worker");
    let mut worker = worker.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let out = worker.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut said).unwrap();
    assert_eq!(said, "souk works in the background\n");

    let lock = data.path().join("search/lock");
    let is_held = async || {
        let lock = std::fs::File::open(&lock);
        lock.is_ok_and(|lock| lock.try_lock().is_err())
    };
    eventually(SOON, is_held).await;
    let shop = TestShop::start_with(|config| {
        config.data_dir = data.path().into();
        config.database = souk_kernel::config::Config::default().database;
    })
    .await;
    let lamp = shop.product("lamp").create().await;
    publish(&shop, Event::ProductChanged { product: lamp.id }).await;
    eventually(SOON, async || listed(&shop).await == ["lamp"]).await;
    assert!(search::drain_index(&shop.app).await.unwrap().is_none());

    let pid = worker.id().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    let ended = tokio::task::spawn_blocking(move || worker.wait().unwrap());
    assert_eq!(ended.await.unwrap().code(), Some(0));
}

#[cfg(unix)]
#[tokio::test]
async fn the_data_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let above = tempfile::tempdir().unwrap();
    let fresh = above.path().join("shop/data");
    let wide = tempfile::tempdir().unwrap();
    std::fs::set_permissions(wide.path(), std::fs::Permissions::from_mode(0o755)).unwrap();

    for (folder, warnings) in [(fresh.as_path(), 0), (wide.path(), 1)] {
        let mut reindex = souk();
        reindex.env("SOUK__DATA_DIR", folder).arg("reindex");
        let said = tokio::task::spawn_blocking(move || reindex.output().unwrap());
        let said = text_of(&said.await.unwrap());
        assert_eq!(said.matches("run chmod 700").count(), warnings, "{said}");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(
                mode(&path) & 0o077,
                0,
                "{}: {:o}",
                path.display(),
                mode(&path)
            );
        }
    }
    assert_eq!(mode(&fresh), 0o700);
    assert_eq!(mode(wide.path()), 0o755, "that is up to its owner");
}

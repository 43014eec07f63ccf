//! What the databases promise when something fails. The tests for PostgreSQL run where
//! `SOUK_TEST_POSTGRES` names a server whose user may create schemas.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop at once

mod commits;
mod hang_ups;
mod ids;
mod leases;
mod limits;
mod relay;

use sea_orm::{ConnectionTrait, Database as SeaDatabase};
use souk_kernel::{config::Config, database::Database};
use std::path::Path;

/// Settings of a shop on SQLite files in `folder`.
fn settings(folder: &Path) -> Config {
    Config {
        data_dir: folder.into(),
        demo: false,
        ..Config::default()
    }
}

/// Settings of a shop whose databases are schemas of their own on PostgreSQL, if there is a server.
async fn on_postgres(folder: &Path) -> Option<Config> {
    let url = std::env::var("SOUK_TEST_POSTGRES").ok()?;
    let admin = SeaDatabase::connect(&url).await.unwrap();
    let mut config = settings(folder);
    let test = uuid::Uuid::new_v4().simple();
    let database = &mut config.database;
    for (name, settings) in [
        ("catalog", &mut database.catalog),
        ("inventory", &mut database.inventory),
        ("cart", &mut database.cart),
        ("orders", &mut database.orders),
        ("customers", &mut database.customers),
    ] {
        let schema = format!("test_{test}_{name}");
        let create = format!("CREATE SCHEMA {schema}");
        admin.execute_unprepared(&create).await.unwrap();
        let search = format!("options=-csearch_path%3D{schema},pg_catalog");
        settings.url = Some(format!("{url}?{search}"));
        settings.max_connections = 4;
    }
    Some(config)
}

/// Runs a statement by itself.
async fn run(database: &Database, sql: &str) {
    database.writer().execute_unprepared(sql).await.unwrap();
}

/// The one number that a query gives.
async fn number(database: &Database, sql: &str) -> i64 {
    let backend = database.backend();
    let query = sea_orm::Statement::from_string(backend, sql);
    let row = database.writer().query_one_raw(query).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

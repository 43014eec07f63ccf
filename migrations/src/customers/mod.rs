//! Migrations of the `customers` database.

mod m0001_outbox;
mod m0002_idempotency_keys;

use sea_orm_migration::prelude::*;

/// Migrates the database to the latest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_outbox::Migration),
            Box::new(m0002_idempotency_keys::Migration),
        ]
    }
}

//! Migrations of the `inventory` database.

mod m0001_stock;
mod m0002_reservations;
mod m0003_ledger_documents;

use sea_orm_migration::prelude::*;

/// Migrates the database to the latest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_stock::Migration),
            Box::new(m0002_reservations::Migration),
            Box::new(m0003_ledger_documents::Migration),
        ]
    }
}

//! Migrations of the `orders` database.

mod m0001_outbox;

use sea_orm_migration::prelude::*;

/// Brings the database to the newest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_outbox::Migration)]
    }
}

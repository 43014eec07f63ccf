//! Migrations of the `cart` database.

mod m0001_carts;
mod m0002_delivery_options;
mod m0003_payment;
mod m0004_gift_cards;

use sea_orm_migration::prelude::*;

/// Migrates the database to the latest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_carts::Migration),
            Box::new(m0002_delivery_options::Migration),
            Box::new(m0003_payment::Migration),
            Box::new(m0004_gift_cards::Migration),
        ]
    }
}

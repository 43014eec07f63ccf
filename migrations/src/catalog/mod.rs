//! Migrations of the `catalog` database.

mod m0001_products;
mod m0002_content;
mod m0003_markets;
mod m0004_tax_rates;
mod m0005_prices;

use sea_orm_migration::prelude::*;

/// Migrates the database to the latest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_products::Migration),
            Box::new(m0002_content::Migration),
            Box::new(m0003_markets::Migration),
            Box::new(m0004_tax_rates::Migration),
            Box::new(m0005_prices::Migration),
        ]
    }
}

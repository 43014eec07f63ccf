//! Migrations of the `orders` database.

mod m0001_outbox;
mod m0002_delivery_and_tax;
mod m0002_payments;
mod m0004_orders;
mod m0005_checkout;
mod m0006_promotions;
mod m0007_gift_cards;
mod m0008_order_metafields;

use sea_orm_migration::prelude::*;

/// Migrates the database to the latest schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_outbox::Migration),
            Box::new(m0002_delivery_and_tax::Migration),
            Box::new(m0002_payments::Migration),
            Box::new(m0004_orders::Migration),
            Box::new(m0005_checkout::Migration),
            Box::new(m0006_promotions::Migration),
            Box::new(m0007_gift_cards::Migration),
            Box::new(m0008_order_metafields::Migration),
        ]
    }
}

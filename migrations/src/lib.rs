//! Migrations, a folder per database. They run on SQLite and PostgreSQL alike.
//!
//! A released migration is never changed: expand in one migration, contract in a later one.

pub mod cart;
pub mod catalog;
mod create;
pub mod customers;
pub mod inventory;
pub mod orders;
mod outbox;

pub use sea_orm_migration::MigratorTrait;

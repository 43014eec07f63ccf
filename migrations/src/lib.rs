//! Migrations, a folder per database. They run on SQLite and PostgreSQL alike.
//!
//! A released migration is never changed: expand in one migration, contract in a later one.

pub mod cart;
pub mod catalog;
mod columns;
mod create;
pub mod customers;
pub mod inventory;
pub mod orders;
mod outbox;
mod run;
mod steps;

pub use run::{Migration, run};
pub use steps::Steps;

/// The list of a database's migrations, which are modules, in the order in which they run.
macro_rules! migrations {
    ($($name:ident,)*) => {
        /// What brings the database to the newest schema, in order.
        pub const MIGRATIONS: &[crate::Migration] = &[
            $(crate::Migration { name: stringify!($name), up: $name::up },)*
        ];
    };
}
pub(crate) use migrations;

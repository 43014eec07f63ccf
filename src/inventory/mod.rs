//! Inventory: locations, items, how many units of which are where, and the ledger of changes.
//!
//! Owns the `inventory` database. What it offers to other domains is exported here.

mod availability;
mod encoding;
pub mod graphql;
pub mod loaders;
pub mod locations;
mod pickup;
mod store;

pub use availability::{
    Availability, ProductAvailability, availability, availability_of_products, stock_of_products,
};

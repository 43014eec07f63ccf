//! Inventory: locations, items, stock levels, the ledger of stock adjustments, and the reservations
//! of checkouts.
//!
//! Owns the `inventory` database. What it offers to other domains is exported here.

mod availability;
mod encoding;
pub mod expiry;
pub mod graphql;
pub mod listing;
pub mod loaders;
pub mod locations;
mod needs;
mod pickup;
mod releases;
pub mod reservations;
mod routing;
pub mod sold;
mod store;
pub mod verify;

pub use availability::{
    Availability, ProductAvailability, availability, availability_of_products, stock_of_products,
};
pub use locations::pickup_locations;
pub use pickup::{PickupStock, in_words as pickup_time_in_words, pickup_stock};
pub use routing::Missing;

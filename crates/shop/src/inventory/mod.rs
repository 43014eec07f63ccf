//! Inventory: locations, items, stock levels, the ledger of stock adjustments, and the reservations
//! of checkouts.
//!
//! Owns the `inventory` database. What it offers to other domains is exported here.

pub mod activation;
pub mod adjust;
mod all_locations;
mod availability;
pub mod encoding;
mod error_code;
pub mod expiry;
pub(crate) mod ledger;
pub(crate) mod levels;
pub mod listing;
pub mod loaders;
pub mod location_changes;
pub mod locations;
pub mod movement;
mod needs;
pub mod pickup;
pub(crate) mod product_stock;
mod releases;
pub mod reservations;
mod routing;
pub mod set_quantities;
pub mod sold;
mod steps;
mod stock_changes;
mod store;
mod units;
pub mod verify;

pub use all_locations::all_locations;
pub use availability::{
    Availability, ProductAvailability, availability, availability_of_products, stock_of_products,
};
pub use error_code::InventoryErrorCode;
pub(crate) use error_code::{NO_ITEM, NO_LOCATION};
pub use locations::pickup_locations;
pub use pickup::{PickupStock, in_words as pickup_time_in_words, pickup_stock};
pub use routing::Missing;
pub use units::{existing_locations, inventory_item, units_by_variant, variants_of_item};

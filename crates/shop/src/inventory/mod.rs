//! Inventory: locations, items, stock levels, the ledger of stock adjustments, and the reservations
//! of checkouts.
//!
//! Owns the `inventory` database. What it offers to other domains is exported here.

pub mod activation;
pub mod adjust;
pub mod encoding;
mod error_code;
pub mod expiry;
mod item_requirements;
pub(crate) mod ledger;
pub(crate) mod levels;
pub mod listing;
pub mod loaders;
pub mod location_changes;
pub(crate) mod location_names;
pub mod locations;
pub mod movement;
pub mod pickup;
pub(crate) mod product_stock;
pub mod releases;
pub mod reservations;
mod routing;
pub mod set_quantities;
pub mod sold;
mod steps;
pub(crate) mod stock_availability;
mod stock_changes;
mod store;
mod units;
pub mod verify;

pub(crate) use location_changes::replace::replace_location;

pub use expiry::start_reservation_expiry;
pub(crate) use ledger::Adjustment;
pub(crate) use ledger::Amount;
pub(crate) use ledger::Cause;
pub(crate) use ledger::Changes;
pub(crate) use ledger::Levels;
pub(crate) use ledger::Stocking;
pub(crate) use ledger::insert_missing_levels;
pub(crate) use ledger::lock_levels;
pub(crate) use ledger::record_changes;
pub(crate) use levels::LevelKey;
pub use levels::QuantityName;
pub use listing::counted_reservations;
pub use loaders::InventoryLoaders;
pub use location_changes::LocationAddAddressInput;
pub use location_changes::LocationAddInput;
pub use location_changes::LocationDraft;
pub use location_changes::add_location;
pub use location_changes::channels::set_channel_locations;
pub use location_changes::pickup::LocalPickupInput;
pub use location_changes::validate_location;
pub use locations::LocationOrder;
pub use locations::LocationSelection;
pub use locations::list_locations;
pub(crate) use product_stock::unlink_items;
pub use releases::release_expired_reservations;
pub use releases::release_reservation;
pub use reservations::Allocation;
pub use reservations::Demand;
pub use reservations::Reservation;
pub use reservations::ReservationError;
pub use reservations::ReservationPlan;
pub use reservations::ReservationRequest;
pub use reservations::commit_reservation;
pub use reservations::pin_reservation;
pub use reservations::plan_reservation;
pub use reservations::reservation_of_attempt;
pub use reservations::reserve_stock;
pub use sold::fulfill_stock;
pub use sold::relocate_stock;
pub use sold::restock_stock;
pub use sold::uncommit_stock;
pub use sold::unfulfill_stock;
pub(crate) use store::items::links_of_products;
pub(crate) use store::items::links_of_variants;
pub(crate) use store::items::record_versions;
pub(crate) use store::items::upsert_items;
pub(crate) use store::items::upsert_links;
pub(crate) use store::items_by_ids;
pub use verify::verify_inventory;

pub use error_code::InventoryErrorCode;
pub(crate) use error_code::{NO_ITEM, NO_LOCATION};
pub use location_names::all_locations;
pub use locations::pickup_locations;
pub use pickup::pickup_time_in_words;
pub use pickup::{PickupStock, pickup_stock};
pub use routing::MissingStock;
pub use stock_availability::{
    Availability, ProductAvailability, availability, availability_of_products, stock_of_products,
};
pub use units::{existing_locations, inventory_item, units_by_variant, variants_of_item};

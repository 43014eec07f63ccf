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
pub mod locations;
pub mod movement;
pub mod pickup;
pub(crate) mod product_stock;
pub mod releases;
mod reservation_request;
pub mod reservations;
mod routing;
pub mod set_quantities;
pub mod sold;
mod steps;
pub(crate) mod stock_availability;
mod stock_changes;
mod stock_requests;
mod store;
mod units;
pub mod verify;

pub use error_code::InventoryErrorCode;
pub use expiry::{start_reservation_expiry, start_stock_request_expiry};
pub use levels::QuantityName;
pub use listing::counted_reservations;
pub use loaders::InventoryLoaders;
pub use location_changes::{
    LocationAddAddressInput, LocationAddInput, LocationDraft, add_location,
    channels::set_channel_locations, pickup::LocalPickupInput, validate_location,
};
pub use locations::{
    LocationOrder, LocationSelection, all_locations, list_locations, pickup_locations,
};
pub use pickup::{PickupStock, pickup_stock, pickup_time_in_words};
pub use releases::{release_expired_reservations, release_reservation};
pub use reservation_request::{Demand, ReservationRequest};
pub use reservations::{
    Allocation, Reservation, ReservationError, ReservationPlan, commit_reservation,
    pin_reservation, plan_reservation, reservation_of_attempt, reserve_stock,
};
pub use routing::MissingStock;
pub use sold::{fulfill_stock, relocate_stock, restock_stock, uncommit_stock, unfulfill_stock};
pub use stock_availability::{Availability, ProductAvailability, availability, stock_of_products};
pub use stock_requests::remove_old_stock_requests;
pub use units::{existing_locations, inventory_item, units_by_variant, variants_of_item};
pub use verify::verify_inventory;

pub(crate) use error_code::{NO_ITEM, NO_LOCATION};
pub(crate) use ledger::{Adjustment, Amount, Cause, Changes, Levels, Stocking, record_changes};
pub(crate) use levels::LevelKey;
pub(crate) use location_changes::replace::replace_location;
pub(crate) use product_stock::unlink_items;
pub(crate) use store::{
    items::{links_of_products, links_of_variants, record_versions, save_items, upsert_links},
    items_by_ids,
    levels::{insert_missing_levels, lock_levels},
};

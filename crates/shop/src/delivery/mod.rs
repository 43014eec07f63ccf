//! Delivery: the options offered at a place, what they cost, and where orders can be picked up.
//!
//! Owns the delivery zones in the `orders` database. Zones are few, so each process keeps all of
//! them in memory. What the domain offers to others is exported here.

mod error_code;
mod offers;
pub mod store;
pub mod zone_changes;
mod zones;

pub use error_code::DeliveryErrorCode;
pub use offers::{Offer, Parcel, PickupPlace, Way};
pub use store::delivery_zones;
pub use zone_changes::{
    DeliveryMethodDefinitionInput, DeliveryRateDefinitionInput, DeliveryZoneInput,
    save_delivery_zone, validate_delivery_zone,
};
pub use zones::{Delivery, DeliveryZones};

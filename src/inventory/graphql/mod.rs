//! GraphQL types and resolvers of inventory.

mod adjustment;
pub mod item;
pub mod location;
mod product;
mod publication;
mod reservation;
mod selection;
mod variant;
mod verification;

pub use adjustment::{InventoryAdjustmentGroup, InventoryChange};
pub use item::{
    InventoryItem, InventoryItemMeasurement, InventoryLevel, InventoryLevelConnection,
    InventoryLevelEdge, InventoryQuantity, Weight, level_place,
};
pub use location::{
    DeliveryLocalPickupTime, GeoCoordinateInput, LocalPickupSettings, LocationAddress,
    LocationConnection, LocationEdge, LocationFields, LocationQuery, LocationSortKeys,
};
pub use product::{OptionValueStock, ProductStock};
pub use publication::{Publication, PublicationQuery};
pub use reservation::{
    InventoryReservation, InventoryReservationConnection, InventoryReservationEdge,
    InventoryReservationLine, InventoryReservationLineConnection, InventoryReservationLineEdge,
    InventoryReservationState, ReservationQuery,
};
pub use variant::{
    StoreAvailability, StoreAvailabilityConnection, StoreAvailabilityEdge, VariantStock,
};
pub use verification::{InventoryDiscrepancy, InventoryDiscrepancySource, VerificationQuery};

//! GraphQL types and resolvers of inventory.

mod adjustment;
pub mod adjustment_mutations;
mod counts;
pub mod item;
pub mod level_mutations;
pub mod loaders_context;
pub mod location;
pub mod location_change_mutations;
pub mod location_mutations;
mod product;
mod publication;
pub mod publication_mutations;
mod reservation;
mod selection;
mod variant;
mod verification;

pub use adjustment::{InventoryAdjustmentGroup, InventoryChange};
pub use adjustment_mutations::InventoryMutation;
pub use item::{
    InventoryItem, InventoryItemMeasurement, InventoryLevel, InventoryLevelConnection,
    InventoryLevelEdge, InventoryQuantity, Weight, inventory_item_node, level_place,
};
pub use level_mutations::InventoryLevelMutation;
pub use loaders_context::InventoryContext;
pub use location::{
    GeoCoordinateInput, LocalPickupSettings, LocationAddress, LocationConnection, LocationEdge,
    LocationFields, LocationQuery, LocationSortKeys, location_by_id,
};
pub use location_change_mutations::LocationChangeMutation;
pub use location_mutations::LocationMutation;
pub use product::{OptionValueStock, ProductStock};
pub use publication::{Publication, PublicationQuery};
pub use publication_mutations::PublicationMutation;
pub use reservation::{
    InventoryReservation, InventoryReservationConnection, InventoryReservationEdge,
    InventoryReservationLine, InventoryReservationLineConnection, InventoryReservationLineEdge,
    InventoryReservationState, ReservationQuery,
};
pub use variant::{
    StoreAvailability, StoreAvailabilityConnection, StoreAvailabilityEdge, VariantStock,
};
pub use verification::{InventoryDiscrepancy, InventoryDiscrepancySource, VerificationQuery};

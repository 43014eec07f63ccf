//! Types and resolvers of stock.

mod adjustment;
mod item;
pub mod location;
mod product;
mod selection;
mod variant;

pub use adjustment::{InventoryAdjustmentGroup, InventoryChange};
pub use item::{
    InventoryItem, InventoryLevel, InventoryLevelConnection, InventoryLevelEdge, InventoryQuantity,
};
pub use location::{
    DeliveryLocalPickupTime, GeoCoordinateInput, LocalPickupSettings, LocationAddress,
    LocationConnection, LocationEdge, LocationFields, LocationQuery, LocationSortKeys,
};
pub use product::{OptionValueStock, ProductStock};
pub use variant::{
    StoreAvailability, StoreAvailabilityConnection, StoreAvailabilityEdge, VariantStock,
};

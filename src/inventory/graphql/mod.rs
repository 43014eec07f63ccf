//! Types and resolvers of stock.

pub mod location;
mod product;
mod selection;
mod variant;

pub use location::{
    GeoCoordinateInput, LocationAddress, LocationConnection, LocationEdge, LocationFields,
    LocationQuery, LocationSortKeys,
};
pub use product::{OptionValueStock, ProductStock};
pub use variant::{
    StoreAvailability, StoreAvailabilityConnection, StoreAvailabilityEdge, VariantStock,
};

//! GraphQL types, queries and mutations of delivery zones.

pub mod zone;
pub mod zone_mutations;

pub use zone::DeliveryQuery;
pub use zone_mutations::DeliveryZoneMutation;

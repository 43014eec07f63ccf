//! GraphQL types, queries and mutations of tax zones.

pub mod zone;
pub mod zone_mutations;

pub use zone::TaxQuery;
pub use zone_mutations::TaxZoneMutation;

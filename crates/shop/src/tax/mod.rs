//! Taxes: which rates apply to products and delivery at a place.
//!
//! Owns the tax zones in the `orders` database, kept in memory, and the port to an outside tax
//! service. Rates come from here, amounts from [`pricing`](crate::pricing): so tax is rounded in
//! one way, whoever supplies the rates. What the domain offers to others is exported here.

mod error_code;
mod question;
pub mod service;
pub mod store;
mod taxes;
pub mod zone_changes;
mod zones;

pub use error_code::TaxErrorCode;
pub use question::{TaxAnswer, TaxClass, TaxQuestion};
pub use service::{TaxService, connect_service};
pub use store::tax_zones;
pub use taxes::Taxes;
pub use zone_changes::{TaxZoneInput, TaxZoneRateInput, save_tax_zone, validate_tax_zone};
pub use zones::TaxZones;

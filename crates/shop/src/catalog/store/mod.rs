//! SQL queries for the catalogue, and nothing else.

pub mod bulk;
mod bundles;
mod collections;
mod former_prices;
mod indexing;
mod memberships;
mod metafield_definitions;
pub mod metafields;
mod price_lists;
mod prices;
pub(crate) mod product_rows;
mod products;
mod recorded_work;
mod selling_plans;
mod texts;
mod variants;

pub use bundles::*;
pub use collections::*;
pub use former_prices::*;
pub use indexing::*;
pub(crate) use memberships::*;
pub(crate) use metafield_definitions::*;
pub(crate) use price_lists::*;
pub use prices::*;
pub use products::*;
pub(crate) use recorded_work::*;
pub use selling_plans::*;
pub use texts::*;
pub use variants::*;

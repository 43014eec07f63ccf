//! SQL queries for the catalogue, and nothing else.

mod bundles;
mod collections;
mod indexing;
pub mod metafields;
mod prices;
pub(crate) mod product_rows;
mod products;
mod selling_plans;
mod texts;
mod variants;

pub use bundles::*;
pub use collections::*;
pub use indexing::*;
pub use prices::*;
pub use products::*;
pub use selling_plans::*;
pub use texts::*;
pub use variants::*;

/// Maximum number of keys in one `IN` list: both databases limit how many values a statement may
/// bind.
pub(crate) const KEYS: usize = 500;

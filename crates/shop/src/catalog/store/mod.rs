//! SQL queries for the catalogue, and nothing else.

pub mod bulk;
mod bundles;
mod collections;
mod indexing;
mod memberships;
mod metafield_definitions;
pub mod metafields;
mod price_history;
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
pub use indexing::*;
pub(crate) use memberships::*;
pub(crate) use metafield_definitions::*;
pub(crate) use price_history::*;
pub(crate) use price_lists::*;
pub use prices::*;
pub use products::*;
pub(crate) use recorded_work::*;
pub use selling_plans::*;
pub use texts::*;
pub use variants::*;

/// Maximum number of keys in one `IN` list: both databases limit how many values a statement may
/// bind.
pub(crate) const KEYS: usize = souk_kernel::rows::KEYS;

//! Queries of the catalog: SQL and nothing but SQL.

mod collections;
mod prices;
mod products;
mod texts;
mod variants;

pub use collections::*;
pub use prices::*;
pub use products::*;
pub use texts::*;
pub use variants::*;

/// Keys in one `IN` list: both databases limit how many values a statement may bind.
pub(crate) const KEYS: usize = 500;

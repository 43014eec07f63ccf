//! Stock changes by merchants: setting, adjusting and moving quantities, choosing where items are
//! stocked, and changing inventory items.

pub mod activation;
pub mod adjust;
mod changes;
pub mod items;
pub(crate) mod levels;
pub mod movement;
pub mod set;

pub use levels::QuantityName;

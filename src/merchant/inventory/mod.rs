//! What merchants do with stock: set, adjust and move quantities, say what is stocked where, and
//! what is known of an item.

pub mod activation;
pub mod adjust;
mod changes;
pub mod items;
pub(crate) mod levels;
pub mod movement;
pub mod set;

pub use levels::QuantityName;

//! Operations that change the catalogue and the inventory together.
//!
//! The two are different databases, so no transaction spans them. What the second must do is recorded
//! in the transaction of the first and taken up again after a crash: see [`run`].

mod collection_membership;
pub mod collections;
pub mod inventory_items;
pub mod metafields;
pub mod products;
mod resume;

pub use collection_membership::StockRules;
pub use resume::{resume, run};

//! Operations that change the catalogue and the inventory together.
//!
//! The two are different databases, so no transaction spans them. What the second must do is recorded
//! in the transaction of the first and resumed after a crash: see [`resume_work`].

mod collection_membership;
pub mod collections;
pub mod inventory_items;
pub mod metafields;
pub mod products;
mod resume;

pub use collection_membership::StockRules;
pub use collections::{delete_collection, save_collection};
pub use inventory_items::update_inventory_item;
pub use metafields::set_metafields;
pub use products::update_variants;
pub use products::{
    SavedProduct, delete_product, save_products,
    update_variants::{PartialUpdate, VariantsUpdated},
};
pub use resume::{resume_work, start_resuming};

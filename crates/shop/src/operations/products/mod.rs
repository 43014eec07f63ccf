//! Saves and deletes products: their rows in the catalogue and the stock of their variants.

pub mod delete;
pub mod save;
pub(crate) mod stock;
pub mod update_variants;

pub use delete::delete_product;
pub use save::{SavedProduct, save_products};
pub use update_variants::PartialUpdate;
pub use update_variants::{VariantsUpdated, update_variants};

//! Products as merchants save and delete them: the catalogue's rows and the stock of their variants.

pub mod delete;
pub mod save;
pub(crate) mod stock;
pub mod update_variants;

pub use super::products::delete::delete_product;
pub use super::products::save::{SavedProduct, save_products};
pub use super::products::update_variants::PartialUpdate;
pub use update_variants::{VariantsUpdated, update_variants};

//! Products as merchants save and delete them: the catalogue's rows and the stock of their variants.

mod delete;
mod save;
pub(crate) mod stock;
pub mod update_variants;

pub use delete::delete;
pub use save::{Saved, save};
pub use update_variants::{Partial, VariantsUpdated, update_variants};

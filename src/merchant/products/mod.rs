//! Creating and replacing whole products, many at a time.

mod build;
mod delete;
mod draft;
mod existing;
mod names;
mod options;
mod save;
pub(crate) mod stock;
mod validate;
mod variants;

pub use delete::delete;
pub use draft::{
    ComponentDraft, Identity, MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, QuantityDraft,
    QuantityName, ValueDraft, VariantDraft,
};
pub use names::Names;
pub use save::{Saved, save};
pub use validate::{handle, validate};
pub(crate) use variants::price_range;

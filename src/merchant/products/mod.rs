//! Creates and replaces whole products, many at a time.

mod build;
mod delete;
mod draft;
mod existing;
mod names;
mod options;
mod save;
pub(crate) mod stock;
mod update_variants;
mod validate;
mod variants;

pub(crate) use build::medium;
pub use delete::delete;
pub use draft::{
    ComponentDraft, Identity, MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, QuantityDraft,
    ValueDraft, VariantDraft,
};
pub(crate) use existing::lock;
pub use names::Names;
pub use save::{Saved, save};
pub use update_variants::{Partial, VariantsUpdated, update_variants};
pub use validate::{handle, validate};
pub(crate) use validate::{
    medium as check_medium, metafield as check_metafield, metafields as check_metafields,
    variant as check_variant,
};
pub(crate) use variants::price_range;

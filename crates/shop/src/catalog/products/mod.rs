//! Products as merchants write them: inputs are validated into drafts, and drafts become rows.

pub(crate) mod build;
pub mod draft;
pub(crate) mod existing;
mod fields;
pub mod names;
mod options;
pub(crate) mod stock_plan;
mod validate;
pub(crate) mod variants;
pub(crate) mod write;

pub use build::medium;
pub use draft::{
    ComponentDraft, Identity, MediaDraft, MetafieldDraft, OptionDraft, ProductDraft, QuantityDraft,
    ValueDraft, VariantDraft,
};
pub use fields::{ProductSetInput, handle};
pub use names::Names;
pub use validate::validate;
pub use validate::{
    medium as check_medium, metafield as check_metafield, metafields as check_metafields,
    variant as check_variant,
};

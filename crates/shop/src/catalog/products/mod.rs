//! Products as merchants write them: inputs are validated into drafts, and drafts become rows.

pub(crate) mod build;
pub mod draft;
pub(crate) mod existing;
pub(crate) mod fields;
pub mod names;
mod options;
pub(crate) mod stock_plan;
pub mod validate;
pub(crate) mod variants;
pub(crate) mod write;

pub use build::medium;
pub use draft::{
    ComponentDraft, MediaDraft, MetafieldDraft, OptionDraft, ProductIdentity, QuantityDraft,
    ValueDraft, VariantDraft,
};
pub use fields::{ProductDraft, ProductSetInput, validate_handle};
pub use names::ProductNames;
pub use validate::validate_product;

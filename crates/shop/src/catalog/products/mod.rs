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

pub use super::products::fields::validate_handle;
pub use super::products::names::ProductNames;
pub use super::products::validate::validate_product;
pub use super::products::validate::{
    validate_medium as check_medium, validate_metafield as check_metafield,
    validate_metafields as check_metafields, validate_variant as check_variant,
};
pub use super::products::{draft::ProductIdentity, fields::ProductDraft};
pub use build::medium;
pub use draft::{
    ComponentDraft, MediaDraft, MetafieldDraft, OptionDraft, QuantityDraft, ValueDraft,
    VariantDraft,
};
pub use fields::ProductSetInput;

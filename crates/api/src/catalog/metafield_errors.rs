//! Errors of setting custom fields, on a cart by its buyer or on any resource by a merchant.

use async_graphql::SimpleObject;
pub use souk_shop::catalog::metafield_errors::MetafieldsSetUserErrorCode;

/// An error that prevented custom fields from being set.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct MetafieldsSetUserError {
    /// Error code.
    pub code: Option<MetafieldsSetUserErrorCode>,
    /// Index of the field in the input list, from 0; null if the error concerns the whole list.
    pub element_index: Option<i32>,
    /// Path of the invalid input.
    pub field: Option<Vec<String>>,
    /// Error message.
    pub message: String,
}

//! Why custom fields were not set, be it of a cart by its buyer or of anything by a merchant.

use crate::catalog::metafield_types::UnfitKind;
use async_graphql::{Enum, SimpleObject};

/// What was wrong with a custom field, for programs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetafieldsSetUserErrorCode {
    /// The caller may not do this.
    AppNotAuthorized,
    /// A text that must not be empty is.
    Blank,
    /// The same field is given twice.
    Duplicate,
    /// The value is none of those that are allowed.
    Inclusion,
    /// A value is not possible here.
    Invalid,
    /// The owner does not exist, or carries no custom fields.
    InvalidOwner,
    /// The type is unknown or not the defined one.
    InvalidType,
    /// The value does not fit its type.
    InvalidValue,
    /// There would be more fields than there may be.
    LessThanOrEqualTo,
    /// What is named does not exist.
    NotFound,
    /// A text that must be empty is not.
    Present,
    /// It changed since the caller read it.
    StaleObject,
    /// A text is too long.
    TooLong,
    /// A list is too long.
    TooMany,
    /// A text is too short.
    TooShort,
}

impl From<UnfitKind> for MetafieldsSetUserErrorCode {
    fn from(kind: UnfitKind) -> Self {
        match kind {
            UnfitKind::Blank => Self::Blank,
            UnfitKind::Type => Self::InvalidType,
            UnfitKind::TooLong => Self::TooLong,
            UnfitKind::Value => Self::InvalidValue,
        }
    }
}

/// Why no custom field was set.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct MetafieldsSetUserError {
    /// What was wrong, for programs.
    pub code: Option<MetafieldsSetUserErrorCode>,
    /// Place of the field in the list that was sent, from 0; null where it is about all of them.
    pub element_index: Option<i32>,
    /// Path of the input that was wrong.
    pub field: Option<Vec<String>>,
    /// What was wrong, for people.
    pub message: String,
}

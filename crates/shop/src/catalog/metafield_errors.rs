//! Why custom fields are not set, on a cart by its buyer or on any resource by a merchant.

use super::metafield_types::UnfitKind;
use async_graphql::Enum;

/// Error codes of setting custom fields.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetafieldsSetUserErrorCode {
    /// The caller is not authorised to do this.
    AppNotAuthorized,
    /// A required text is empty.
    Blank,
    /// The same field is given more than once.
    Duplicate,
    /// The value is not one of the allowed values.
    Inclusion,
    /// The value is not allowed here.
    Invalid,
    /// The owner does not exist or cannot have custom fields.
    InvalidOwner,
    /// The type is unknown or differs from the definition.
    InvalidType,
    /// The value does not fit its type.
    InvalidValue,
    /// The owner would have too many custom fields.
    LessThanOrEqualTo,
    /// A referenced object does not exist.
    NotFound,
    /// A text that must be empty is not empty.
    Present,
    /// The field changed after the caller read it.
    StaleObject,
    /// The text is too long.
    TooLong,
    /// The list is too long.
    TooMany,
    /// The text is too short.
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

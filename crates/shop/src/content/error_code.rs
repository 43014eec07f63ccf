//! Error codes of changes to content.

use crate::catalog::UnfitKind;
use souk_kernel::resource_codes;

resource_codes! {
    /// Error codes of changes to pages, menus and translations.
    ContentErrorCode {
        /// The value does not match its type.
        InvalidValue,
        /// The object changed since the caller read it.
        StaleObject,
    }
}

impl From<UnfitKind> for ContentErrorCode {
    fn from(kind: UnfitKind) -> Self {
        match kind {
            UnfitKind::Blank => Self::Blank,
            UnfitKind::TooLong => Self::TooLong,
            UnfitKind::Type | UnfitKind::Value => Self::InvalidValue,
        }
    }
}

//! User errors: the entries of a payload that say why a mutation was refused.

use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
};

/// Splits the result of a change into what a payload holds: its object or its errors. A database
/// failure stays an error.
pub(crate) fn outcome<T, E: From<Refusal>>(
    result: Result<T, ChangeError>,
) -> Result<(Option<T>, Vec<E>), ApiError> {
    match result {
        Ok(object) => Ok((Some(object), Vec::new())),
        Err(ChangeError::Refused(refusal)) => Ok((None, vec![refusal.into()])),
        Err(ChangeError::Database(error)) => Err(error.into()),
    }
}

/// Declares the user error of a mutation, its error codes, and the conversion from a [`Refusal`]:
/// `user_errors!(ProductSetUserError, ProductSetUserErrorCode, "productSet")`.
macro_rules! user_errors {
    ($error:ident, $code:ident, $mutation:literal) => {
        #[doc = concat!("Error codes of `", $mutation, "`.")]
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "souk_kernel::refusal::RefusalCode")]
        pub enum $code {
            /// A required value is empty or missing.
            Blank,
            /// The current quantity differs from the one the caller expects.
            ChangeFromQuantityStale,
            /// The same entry is given twice.
            Duplicate,
            /// The value is invalid.
            Invalid,
            /// The type of the custom field is unknown, or differs from its definition.
            InvalidType,
            /// The value does not match its type.
            InvalidValue,
            /// The object does not exist.
            NotFound,
            /// The object changed since the caller read it.
            StaleObject,
            /// The value is already in use.
            Taken,
            /// The text is too long.
            TooLong,
            /// The list is too long.
            TooMany,
        }

        #[doc = concat!("An error in the input of `", $mutation, "`.")]
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
        pub struct $error {
            /// Machine-readable error code.
            pub code: Option<$code>,
            /// Path to the input field that caused the error.
            pub field: Option<Vec<String>>,
            /// Human-readable error message.
            pub message: String,
        }

        impl From<souk_kernel::refusal::Refusal> for $error {
            fn from(refusal: souk_kernel::refusal::Refusal) -> Self {
                Self {
                    code: Some(refusal.code.into()),
                    field: (!refusal.field.is_empty()).then_some(refusal.field),
                    message: refusal.message,
                }
            }
        }
    };
}
pub(crate) use user_errors;

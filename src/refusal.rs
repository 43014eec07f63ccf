//! Why a merchant's change was refused: data for the merchant, not a failure of ours.

use super::rows::is_taken;
use crate::{
    catalog::metafield_types::{Unfit, UnfitKind},
    error::ApiError,
};
use sea_orm::DbErr;

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCode {
    /// A text that must not be empty is.
    Blank,
    /// A quantity is not what the caller takes it for.
    ChangeFromQuantityStale,
    /// The same thing is named twice.
    Duplicate,
    /// A value is not possible here.
    Invalid,
    /// The type of a custom field is unknown or not the defined one.
    InvalidType,
    /// The value does not fit its type.
    InvalidValue,
    /// What is named does not exist.
    NotFound,
    /// It changed since the caller read it.
    StaleObject,
    /// The name belongs to another one.
    Taken,
    /// A text is too long.
    TooLong,
    /// A list is too long.
    TooMany,
}

/// A refused input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", self.path())]
pub struct Refusal {
    /// Path of the input, such as `["input", "variants", "0", "price"]`.
    pub field: Vec<String>,
    /// What is wrong, for people.
    pub message: String,
    /// What is wrong, for programs.
    pub code: RefusalCode,
}

impl Refusal {
    /// A refusal of the input at `field`, a path with dots such as `input.title`.
    pub fn new(code: RefusalCode, field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.split('.').map(str::to_owned).collect(),
            message: message.into(),
            code,
        }
    }

    /// A refusal of a custom field at `field`.
    pub(crate) fn unfit(unfit: Unfit, field: &str) -> Self {
        let code = match unfit.kind {
            UnfitKind::Blank => RefusalCode::Blank,
            UnfitKind::Type => RefusalCode::InvalidType,
            UnfitKind::TooLong => RefusalCode::TooLong,
            UnfitKind::Value => RefusalCode::InvalidValue,
        };
        Self::new(code, field, unfit.why)
    }

    /// Place in the list that the path leads into, such as 3 for `variants.3.price`.
    pub(crate) fn place(&self) -> Option<usize> {
        self.field.iter().find_map(|part| part.parse().ok())
    }

    fn path(&self) -> String {
        if self.field.is_empty() {
            return String::new();
        }
        format!("{}: ", self.field.join("."))
    }
}

/// Why a change was not made.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChangeError {
    /// The input is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl ChangeError {
    /// A failed write; where a name that must be unique was the reason, a refusal of `field`.
    pub(crate) fn taken(error: DbErr, field: &str, why: &str) -> Self {
        if is_taken(&error) {
            Refusal::new(RefusalCode::Taken, field, why).into()
        } else {
            error.into()
        }
    }
}

/// What a payload holds of a change: its object or why there is none. A failure is an error.
pub(crate) fn outcome<T, E: From<Refusal>>(
    result: Result<T, ChangeError>,
) -> Result<(Option<T>, Vec<E>), ApiError> {
    match result {
        Ok(object) => Ok((Some(object), Vec::new())),
        Err(ChangeError::Refused(refusal)) => Ok((None, vec![refusal.into()])),
        Err(ChangeError::Database(error)) => Err(error.into()),
    }
}

/// Declares the user error of a mutation, its code, and how a [`Refusal`] becomes one:
/// `user_errors!(ProductSetUserError, ProductSetUserErrorCode, "productSet")`.
macro_rules! user_errors {
    ($error:ident, $code:ident, $mutation:literal) => {
        #[doc = concat!("What was wrong with an input of `", $mutation, "`, for programs.")]
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "crate::refusal::RefusalCode")]
        pub enum $code {
            /// A text that must not be empty is.
            Blank,
            /// A quantity is not what the caller takes it for.
            ChangeFromQuantityStale,
            /// The same thing is named twice.
            Duplicate,
            /// A value is not possible here.
            Invalid,
            /// The type of a custom field is unknown or not the defined one.
            InvalidType,
            /// The value does not fit its type.
            InvalidValue,
            /// What is named does not exist.
            NotFound,
            /// It changed since the caller read it.
            StaleObject,
            /// The name belongs to another one.
            Taken,
            /// A text is too long.
            TooLong,
            /// A list is too long.
            TooMany,
        }

        #[doc = concat!("Why `", $mutation, "` changed nothing, or not everything.")]
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
        pub struct $error {
            /// What was wrong, for programs.
            pub code: Option<$code>,
            /// Path of the input that was wrong.
            pub field: Option<Vec<String>>,
            /// What was wrong, for people.
            pub message: String,
        }

        impl From<crate::refusal::Refusal> for $error {
            fn from(refusal: crate::refusal::Refusal) -> Self {
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

//! Why a change was refused. This is data for the caller, not a failure of the server.

use crate::{error::ApiError, rows::is_taken};
use sea_orm::DbErr;

/// A refused input. Each domain has its own error codes `C`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", self.path())]
pub struct Refusal<C> {
    /// Path to the input field, such as `["input", "variants", "0", "price"]`.
    pub field: Vec<String>,
    /// Human-readable error message.
    pub message: String,
    /// Machine-readable error code.
    pub code: C,
}

impl<C> Refusal<C> {
    /// Refuses the input at `field`, a dotted path such as `input.title`. It is empty if the error
    /// concerns no single field.
    pub fn new(code: C, field: &str, message: impl Into<String>) -> Self {
        let parts = field.split('.').filter(|part| !part.is_empty());
        Self {
            field: parts.map(str::to_owned).collect(),
            message: message.into(),
            code,
        }
    }

    /// Refuses the input at a path given by its parts.
    pub fn of_path(code: C, path: &[&str], message: impl Into<String>) -> Self {
        Self {
            field: path.iter().map(|&part| part.to_owned()).collect(),
            message: message.into(),
            code,
        }
    }

    /// Refuses `field` of the entry `index` of the list argument `list`.
    pub fn at(
        code: C,
        list: &[&str],
        index: usize,
        field: &str,
        message: impl Into<String>,
    ) -> Self {
        let index = index.to_string();
        let path = [list, &[index.as_str(), field]].concat();
        Self::of_path(code, &path, message)
    }

    /// The same refusal with an error code of another domain.
    pub fn with_code<D>(self, convert: impl FnOnce(C) -> D) -> Refusal<D> {
        Refusal {
            field: self.field,
            message: self.message,
            code: convert(self.code),
        }
    }

    /// List index that the path leads through, such as 3 for `variants.3.price`.
    pub fn place(&self) -> Option<usize> {
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
pub enum ChangeError<C> {
    /// The input is refused.
    #[error("{0}")]
    Refused(Refusal<C>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl<C> ChangeError<C> {
    /// The same error with an error code of another domain.
    pub fn with_code<D>(self, convert: impl FnOnce(C) -> D) -> ChangeError<D> {
        match self {
            Self::Refused(refusal) => ChangeError::Refused(refusal.with_code(convert)),
            Self::Database(error) => ChangeError::Database(error),
        }
    }
}

impl<C: ResourceCode> ChangeError<C> {
    /// Turns a failed write into an error; a violated unique constraint becomes a refusal of
    /// `field`.
    pub fn taken(error: DbErr, field: &str, why: impl Into<String>) -> Self {
        if is_taken(&error) {
            Refusal::new(C::TAKEN, field, why).into()
        } else {
            error.into()
        }
    }
}

impl<C> From<Refusal<C>> for ChangeError<C> {
    fn from(refusal: Refusal<C>) -> Self {
        Self::Refused(refusal)
    }
}

impl<C> From<ChangeError<C>> for ApiError {
    fn from(error: ChangeError<C>) -> Self {
        match error {
            ChangeError::Refused(refusal) => Self::BadInput(refusal.message),
            ChangeError::Database(error) => error.into(),
        }
    }
}

/// Error codes of a domain whose inputs the shared validators check.
pub trait CommonCode {
    /// The value is invalid.
    const INVALID: Self;
    /// The text is too long.
    const TOO_LONG: Self;
    /// The list is too long.
    const TOO_MANY: Self;
}

/// Error codes of a domain that keeps named resources, such as products or zones.
pub trait ResourceCode: CommonCode {
    /// A required value is empty or missing.
    const BLANK: Self;
    /// The same entry is given twice.
    const DUPLICATE: Self;
    /// The object does not exist.
    const NOT_FOUND: Self;
    /// The value is already in use.
    const TAKEN: Self;
}

/// Declares the error codes of a domain that keeps named resources. Those that every such domain
/// has are part of it; the others are listed.
#[macro_export]
macro_rules! resource_codes {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $code:ident,)* }) => {
        $(#[$about])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            /// A required value is empty or missing.
            Blank,
            /// The same entry is given twice.
            Duplicate,
            /// The value is invalid.
            Invalid,
            /// The object does not exist.
            NotFound,
            /// The value is already in use.
            Taken,
            /// The text is too long.
            TooLong,
            /// The list is too long.
            TooMany,
            $($(#[$doc])* $code,)*
        }

        impl $crate::refusal::CommonCode for $name {
            const INVALID: Self = Self::Invalid;
            const TOO_LONG: Self = Self::TooLong;
            const TOO_MANY: Self = Self::TooMany;
        }

        impl $crate::refusal::ResourceCode for $name {
            const BLANK: Self = Self::Blank;
            const DUPLICATE: Self = Self::Duplicate;
            const NOT_FOUND: Self = Self::NotFound;
            const TAKEN: Self = Self::Taken;
        }
    };
}

//! Why a merchant's change was refused. This is data for the merchant, not a failure of the server.

use crate::rows::is_taken;
use sea_orm::DbErr;

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCode {
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

/// A refused input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", self.path())]
pub struct Refusal {
    /// Path to the input field, such as `["input", "variants", "0", "price"]`.
    pub field: Vec<String>,
    /// Human-readable error message.
    pub message: String,
    /// Machine-readable error code.
    pub code: RefusalCode,
}

impl Refusal {
    /// Refuses the input at `field`, a dotted path such as `input.title`.
    pub fn new(code: RefusalCode, field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.split('.').map(str::to_owned).collect(),
            message: message.into(),
            code,
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
pub enum ChangeError {
    /// The input is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl ChangeError {
    /// Turns a failed write into an error; a violated unique constraint becomes a refusal of
    /// `field`.
    pub fn taken(error: DbErr, field: &str, why: &str) -> Self {
        if is_taken(&error) {
            Refusal::new(RefusalCode::Taken, field, why).into()
        } else {
            error.into()
        }
    }
}

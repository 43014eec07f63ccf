//! Why a merchant's change to a gift card was refused: data for the merchant, not a failure of
//! ours.

use sea_orm::DbErr;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCode {
    /// The card was deactivated.
    Deactivated,
    /// A value is above its limit.
    GreaterThan,
    /// A value is invalid.
    Invalid,
    /// There is no such card.
    NotFound,
    /// Another card has this code.
    Taken,
    /// A text is too long.
    TooLong,
    /// A text is too short.
    TooShort,
}

/// A refused input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Path of the input, such as `["input", "code"]`.
    pub field: Vec<String>,
    /// Error message.
    pub message: String,
    /// Error code.
    pub code: RefusalCode,
}

impl Refusal {
    /// A refusal of the input at `field`, a dotted path such as `input.code`.
    pub fn new(code: RefusalCode, field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.split('.').map(str::to_owned).collect(),
            message: message.into(),
            code,
        }
    }
}

/// Why a card was not changed.
#[derive(Clone, Debug)]
pub enum ChangeError {
    /// The input is refused.
    Refused(Refusal),
    /// The database failed.
    Database(DbErr),
}

impl From<Refusal> for ChangeError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DbErr> for ChangeError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

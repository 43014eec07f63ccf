//! Error codes of changes to gift cards.

use async_graphql::Enum;

/// Error codes of changes to gift cards.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiftCardErrorCode {
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

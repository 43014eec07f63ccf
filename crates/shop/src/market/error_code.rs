//! Error codes of changes to markets.

use async_graphql::Enum;

/// Error codes of changes to markets.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarketErrorCode {
    /// The market does not exist.
    NotFound,
}

//! Parsed queries, and the errors of parsing.

use serde::{Deserialize, Serialize};
use souk_kernel::error::ApiError;

/// A parsed query.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Query {
    /// Every part matches. Always true without parts.
    All(Vec<Query>),
    /// At least one part matches.
    Any(Vec<Query>),
    /// The part does not match.
    Not(Box<Query>),
    /// The resource contains the text in one of the fields that are searched by default.
    Text(Text),
    /// A field satisfies a test.
    Field {
        /// Name of the field, one of the resource's fields.
        field: String,
        /// The test.
        test: Test,
    },
}

/// Text as a client wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Whether they were quoted and must be consecutive.
    pub phrase: bool,
    /// Whether the last word may be the beginning of a longer word.
    pub prefix: bool,
}

/// A test of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Test {
    /// The field has any value.
    Exists,
    /// The field equals this text or, for a prefix, starts with it; case is ignored.
    Is(Text),
    /// The field is true or false.
    Flag(bool),
    /// The field is between two numbers; `None` leaves that side open.
    Number {
        /// Lower bound.
        from: Option<Bound>,
        /// Upper bound.
        until: Option<Bound>,
    },
    /// The field is an instant in milliseconds, or an id, at or after `from` and before `until`.
    Whole {
        /// Inclusive lower bound.
        from: Option<i64>,
        /// Exclusive upper bound.
        until: Option<i64>,
    },
}

/// One bound of a range of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bound {
    /// The number in ten-thousandths: no float touches an amount.
    pub ten_thousandths: i64,
    /// Whether the number itself is within the range.
    pub inclusive: bool,
}

/// Why a query is invalid, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("query: {problem} (at character {position})")]
pub struct QueryError {
    /// What is wrong, without the position.
    pub problem: String,
    /// Position of the problem, counted in characters from 1.
    pub position: usize,
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        Self::BadInput(error.to_string())
    }
}

//! The search syntax of `query:` arguments:
//! `tag:sale AND (vendor:'Tindra Works' OR -price:>50) lamp*`.
//!
//! A query is parsed against the [`Fields`] of a resource, so that the result is typed: an instant
//! is an instant and a number a number. Unknown fields are errors with a position, and no text of a
//! client ever reaches SQL.
//!
//! Grammar: adjacent terms must all match; `AND`, `OR`, `NOT` (upper case), `-term` and parentheses
//! combine terms; `NOT` binds most tightly, `OR` least. A term is a word, a `word*` prefix, a
//! `"phrase"`, or `field:` with an optional `>`, `>=`, `<`, `<=` and a value, or with
//! `from..until`.

mod fields;
mod lexer;
mod parser;
mod rows;
mod sql;
#[cfg(test)]
mod tests;

pub use fields::{
    ARTICLES, BLOGS, COLLECTIONS, Field, Fields, GIFT_CARDS, Kind, PAGES, PRODUCTS, REDIRECTS,
};
pub use rows::{RowValue, matches};
pub use sql::{SqlColumn, condition};

use serde::{Deserialize, Serialize};
use souk_entities::Timestamp;
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

/// Parses a query for a resource with these `fields`. Relative times are based on `now`.
///
/// # Errors
///
/// [`QueryError`] for an unknown field, a value of the wrong type or invalid grammar.
pub fn parse(text: &str, fields: &Fields, now: Timestamp) -> Result<Query, QueryError> {
    parser::parse(text, fields, now)
}

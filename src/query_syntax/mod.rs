//! The search syntax of `query:` arguments: `tag:sale AND (vendor:'Tindra Works' OR -price:>50) lamp*`.
//!
//! A query is parsed against the [`Fields`] a resource knows, so that what comes out is typed: an
//! instant is an instant and a number a number. What is not known is an error with its place, and
//! no text of a client ever reaches SQL.
//!
//! Grammar: terms side by side must all match; `AND`, `OR`, `NOT` (upper case), `-term` and
//! parentheses combine; `NOT` binds closest, `OR` loosest. A term is a word, a `word*` prefix, a
//! `"phrase"`, or `field:` with an optional `>`, `>=`, `<`, `<=` and a value, or with `from..until`.

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
pub use sql::{Column, condition};

use crate::error::ApiError;
use serde::{Deserialize, Serialize};
use souk_entities::Timestamp;

/// What a query asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Query {
    /// Every part matches. Without parts it always does.
    All(Vec<Query>),
    /// At least one part matches.
    Any(Vec<Query>),
    /// The part does not match.
    Not(Box<Query>),
    /// The resource contains the text in one of the fields that are searched by default.
    Text(Text),
    /// A field compares with a value.
    Field {
        /// Name of the field, one of those the resource knows.
        field: String,
        /// How it compares.
        test: Test,
    },
}

/// Text as a client wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Whether they were quoted and must follow each other.
    pub phrase: bool,
    /// Whether the last word is only the beginning of one.
    pub prefix: bool,
}

/// How a field compares with a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Test {
    /// The field has any value.
    Exists,
    /// The field is this text, or begins with it; letter case is ignored.
    Is(Text),
    /// The field is true or false.
    Flag(bool),
    /// The field is between two numbers, each `None` where that side is open.
    Number {
        /// Lower bound.
        from: Option<Bound>,
        /// Upper bound.
        until: Option<Bound>,
    },
    /// The field is an instant in milliseconds, or an id, at or after `from` and before `until`.
    Whole {
        /// First one.
        from: Option<i64>,
        /// First one that is too late.
        until: Option<i64>,
    },
}

/// One end of a range of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bound {
    /// The number in ten-thousandths: no float touches an amount.
    pub ten_thousandths: i64,
    /// Whether the number itself is within the range.
    pub inclusive: bool,
}

/// Why a query cannot be understood, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("query: {problem} (at character {position})")]
pub struct QueryError {
    /// What is wrong, without the position.
    pub problem: String,
    /// Place of the problem, counted in characters from 1.
    pub position: usize,
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        Self::BadInput(error.to_string())
    }
}

/// Reads a query of a resource that knows `fields`. Relative times count from `now`.
///
/// # Errors
///
/// [`QueryError`] for an unknown field, a value of the wrong kind, or broken grammar.
pub fn parse(text: &str, fields: &Fields, now: Timestamp) -> Result<Query, QueryError> {
    parser::parse(text, fields, now)
}

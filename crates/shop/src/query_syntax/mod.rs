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
mod query;
mod rows;
mod sql;
#[cfg(test)]
mod tests;

pub use fields::{
    ARTICLES, BLOGS, COLLECTIONS, Field, Fields, GIFT_CARDS, Kind, PAGES, PRODUCTS, REDIRECTS,
};
pub use parser::parse;
pub use query::{Bound, Query, QueryError, Test, Text};
pub use rows::{RowValue, matches};
pub use sql::{SqlColumn, condition};

//! `souk schema`: the schema of the API as text.

use souk::schema;

/// Prints `schema.graphql`.
pub(super) fn run() {
    print!("{}", schema::text());
}

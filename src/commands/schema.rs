//! `souk schema`: prints the GraphQL schema of the API.

use souk::schema;

/// Prints `schema.graphql`.
pub(super) fn run() {
    print!("{}", schema::text());
}

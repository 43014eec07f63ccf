//! `souk schema`: prints the GraphQL schema of the API.

use souk_api::schema;

/// Prints `schema.graphql`.
pub(super) fn run() {
    print!("{}", schema::text());
}

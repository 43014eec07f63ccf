//! The committed schema is the one the code has.

use souk::schema;

#[test]
fn schema_graphql_is_what_the_code_says() {
    let committed = include_str!("../schema.graphql");
    assert!(
        schema::text().trim() == committed.trim(),
        "schema.graphql is old: write it by `cargo run -- schema > schema.graphql`"
    );
}

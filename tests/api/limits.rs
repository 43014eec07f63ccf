//! Sizes of pages and answers, and where errors leave their mark.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;

fn code(answer: &Value) -> &str {
    let code = answer["errors"][0]["extensions"]["code"].as_str();
    code.unwrap_or_else(|| panic!("no code: {answer:#}"))
}

#[tokio::test]
async fn pages_are_asked_for_in_one_direction_and_hold_250_at_most() {
    let shop = TestShop::start().await;
    shop.collection("lights").await;
    let lists = [
        "articles",
        "blogs",
        "collections",
        "locations",
        "pages",
        "products",
        "urlRedirects",
    ];
    for list in lists {
        for page in [
            "first: 251",
            "last: 251",
            "first: -1",
            "last: -1",
            "first: 2147483647",
        ] {
            let query = format!("{{ {list}({page}) {{ nodes {{ __typename }} }} }}");
            let answer = shop.send(&query, json!({})).await;
            assert_eq!(code(&answer), "BAD_USER_INPUT", "{query}");
            assert!(answer.get("data").is_none(), "it ran: {answer:#}");
        }
        for page in ["first: 1, last: 1", "reverse: true", "first: null"] {
            let query = format!("{{ {list}({page}) {{ nodes {{ __typename }} }} }}");
            let answer = shop.send(&query, json!({})).await;
            assert_eq!(code(&answer), "BAD_USER_INPUT", "{query}");
        }
        for page in ["first: 0", "last: 250", "first: 250"] {
            let query = format!("{{ {list}({page}) {{ nodes {{ __typename }} }} }}");
            shop.data(&query, json!({})).await;
        }
    }
    let nested = "query($first: Int) {
        collection(handle: \"lights\") { products(first: $first) { nodes { id } } } }";
    for first in [251, -1] {
        let answer = shop.send(nested, json!({"first": first})).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT");
    }
    let many: Vec<_> = (0..251)
        .map(|number| format!("gid://souk/Page/{number}"))
        .collect();
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    assert_eq!(
        code(&shop.send(query, json!({"ids": many})).await),
        "BAD_USER_INPUT"
    );
    for query in [
        "{ productTags(first: 251) { nodes } }",
        "{ productTypes(first: -1) { nodes } }",
    ] {
        assert_eq!(code(&shop.send(query, json!({})).await), "BAD_USER_INPUT");
    }
}

#[tokio::test]
async fn an_answer_that_could_be_too_large_is_refused_before_it_is_made() {
    let shop = TestShop::start().await;
    let query = "query($products: Int!, $variants: Int!, $pictures: Int!) {
        products(first: $products) { nodes { title
            variants(first: $variants) { nodes { title product { images(first: $pictures) { nodes { url } } } } }
            images(first: $pictures) { nodes { url } }
        } }
    }";
    let sizes = |products, variants, pictures| json!({"products": products, "variants": variants, "pictures": pictures});
    let before = shop.app.databases.statements();

    let answer = shop.send(query, sizes(250, 250, 250)).await;

    assert_eq!(code(&answer), "MAX_COST_EXCEEDED");
    assert!(answer.get("data").is_none());
    assert_eq!(shop.app.databases.statements(), before);
    shop.data(query, sizes(20, 250, 20)).await;
    let skipped = "variants(first: $variants) @skip(if: true)";
    let left_out = query.replace("variants(first: $variants)", skipped);
    shop.data(&left_out, sizes(250, 250, 250)).await;
}

#[tokio::test]
async fn an_error_nulls_the_nearest_field_that_may_be_null() {
    let shop = TestShop::start().await;
    let lights = shop.collection("lights").await.id.gid();
    let query = "query($ids: [ID!]!) {
        before: __typename
        collection(handle: \"lights\") { title products(first: 1, after: \"x\") { nodes { id } } }
        nodes(ids: $ids) { id ... on Collection { products(first: 1, after: \"x\") { nodes { id } } } }
        after: __typename
    }";

    let answer = shop.send(query, json!({"ids": [lights]})).await;

    let data = json!({
        "before": "QueryRoot", "collection": null, "nodes": [null], "after": "QueryRoot",
    });
    assert_eq!(answer["data"], data, "{answer:#}");
    let errors = answer["errors"].as_array().unwrap();
    let paths: Vec<_> = errors.iter().map(|error| &error["path"]).collect();
    assert!(
        paths.contains(&&json!(["collection", "products"])),
        "{paths:?}"
    );
    assert!(
        paths.contains(&&json!(["nodes", 0, "products"])),
        "{paths:?}"
    );

    let root = "{ a: __typename products(first: 1, after: \"x\") { nodes { id } } }";
    let answer = shop.send(root, json!({})).await;
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(answer["errors"][0]["path"], json!(["products"]));
    let next = shop.data("{ __typename }", json!({})).await;
    assert_eq!(next, json!({"__typename": "QueryRoot"}));
}

#[tokio::test]
async fn wrong_contexts_are_refused_before_anything_runs() {
    let shop = TestShop::start().await;
    for query in [
        "query @inContext(country: XX) { __typename }",
        "query @inContext(country: \"DE\") { __typename }",
        "query @inContext(country: 7) { __typename }",
        "query @inContext(country: [DE]) { __typename }",
        "query @inContext(language: KLINGON) { __typename }",
        "query @inContext(language: {}) { __typename }",
        "query @inContext(buyer: {}) { __typename }",
        "query @inContext(visitorConsent: {analytics: \"yes\"}) { __typename }",
        "query @inContext(planet: MARS) { __typename }",
        "query @inContext(country: DE) @inContext(country: US) { __typename }",
        "query @inContext(country: DE, country: US) { __typename }",
        "query($c: String) @inContext(country: $c) { __typename }",
        "query($c: LanguageCode) @inContext(country: $c) { __typename }",
        "query($c: [CountryCode!]) @inContext(country: $c) { __typename }",
        "query @inContext(country: $nobody) { __typename }",
        "{ shop @inContext(country: DE) { name } }",
        "{ ...F } fragment F on QueryRoot @inContext(country: DE) { __typename }",
    ] {
        let answer = shop.send(query, json!({})).await;
        let refusals = [
            "BAD_USER_INPUT",
            "GRAPHQL_VALIDATION_FAILED",
            "GRAPHQL_PARSE_FAILED",
        ];
        assert!(refusals.contains(&code(&answer)), "{query}: {answer:#}");
        assert!(answer.get("data").is_none(), "{query} ran: {answer:#}");
    }
    let variable = "query($c: CountryCode) @inContext(country: $c) { __typename }";
    for country in [json!("XX"), json!(7), json!(["DE"]), json!({})] {
        let answer = shop.send(variable, json!({"c": country})).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{country}");
    }
    // A country without a market, and nothing at all, are the shop's own.
    for country in [json!("JP"), Value::Null] {
        shop.data(variable, json!({"c": country})).await;
    }
    let mutation = "mutation @inContext(country: XX) { cartCreate { cart { id } } }";
    assert!(shop.send(mutation, json!({})).await.get("data").is_none());
}

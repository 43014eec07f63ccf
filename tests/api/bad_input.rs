//! Requests that are malformed, too large or meant to hurt: each is answered with an error in the
//! right place, quickly, and the server goes on.

use crate::harness::TestShop;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The code of the only error of an answer that has no `data`.
fn refusal(answer: &Value) -> &str {
    assert!(
        answer.get("data").is_none(),
        "it must not have run: {answer:#}"
    );
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("no code: {answer:#}"))
}

async fn refused(shop: &TestShop, query: &str, variables: Value) -> String {
    refusal(&shop.send(query, variables).await).to_owned()
}

/// The time an answer may take here: the build is not optimised and other tests run beside.
const SOON: Duration = Duration::from_secs(2);

#[tokio::test]
async fn ten_thousand_brackets_are_refused_before_the_parser_sees_them() {
    let shop = TestShop::start().await;
    let deep = [
        format!(
            "{{product(handle:{}{})}}",
            "[".repeat(10_000),
            "]".repeat(10_000)
        ),
        format!(
            "{{product(handle:{}{})}}",
            "{a:".repeat(10_000),
            "}".repeat(10_000)
        ),
        format!("{}{}", "{product".repeat(10_000), "}".repeat(10_000)),
        "{".repeat(10_000),
        "[".repeat(10_000),
        format!("\"\"\"x {}", "[".repeat(10_000)),
    ];
    for document in deep {
        let start = Instant::now();

        let code = refused(&shop, &document, json!({})).await;

        assert!(
            ["DOCUMENT_TOO_COMPLEX", "GRAPHQL_PARSE_FAILED"].contains(&code.as_str()),
            "{code}"
        );
        assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    }
    let answer = shop.data("{ __typename }", json!({})).await;
    assert_eq!(answer, json!({"__typename": "QueryRoot"}));
}

#[tokio::test]
async fn variables_nested_deeper_than_anything_are_refused() {
    let shop = TestShop::start().await;
    let body = format!(
        r#"{{"query":"{{__typename}}","variables":{{"x":{}{}}}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );

    let (status, answer) = shop.post_text("application/json", body).await;

    assert_eq!((status, refusal(&answer)), (400, "BAD_REQUEST"));
}

#[tokio::test]
async fn fragments_that_double_at_every_level_are_refused_quickly() {
    let shop = TestShop::start().await;
    let mut bomb = String::from("{ product(handle: \"x\") { ...F0 } }");
    for level in 0..30 {
        let next = level + 1;
        bomb += &format!(" fragment F{level} on Product {{ ...F{next} ...F{next} }}");
    }
    bomb += " fragment F30 on Product { title }";
    let start = Instant::now();

    let code = refused(&shop, &bomb, json!({})).await;

    assert_eq!(code, "DOCUMENT_TOO_COMPLEX");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[tokio::test]
async fn fragments_in_a_circle_are_refused_quickly() {
    let shop = TestShop::start().await;
    let circles = [
        "{ product(handle: \"x\") { ...A } } fragment A on Product { ...A }",
        "{ product(handle: \"x\") { ...A } } fragment A on Product { ...B } fragment B on Product { title ...A }",
        "{ __typename } fragment A on Product { ...B } fragment B on Product { ...A }",
    ];
    for circle in circles {
        assert_eq!(
            refused(&shop, circle, json!({})).await,
            "GRAPHQL_VALIDATION_FAILED"
        );
    }
}

#[tokio::test]
async fn a_long_chain_of_fragments_does_not_overflow_the_stack() {
    let shop = TestShop::start().await;
    let mut chain = String::from("{ product(handle: \"x\") { ...F0 } }");
    for level in 0..1_500 {
        chain += &format!(" fragment F{level} on Product {{ ...F{} }}", level + 1);
    }
    chain += " fragment F1500 on Product { title }";

    assert_eq!(
        refused(&shop, &chain, json!({})).await,
        "DOCUMENT_TOO_COMPLEX"
    );
}

#[tokio::test]
async fn too_many_aliases_fields_levels_or_bytes_are_refused() {
    let shop = TestShop::start().await;
    let aliases: String = (0..101).map(|n| format!("a{n}: __typename ")).collect();
    let fields = "__typename ".repeat(5_001);
    let levels = format!(
        "{{ __schema {}{} }}",
        "{ types { ofType ".repeat(11),
        "}}".repeat(11)
    );
    let long = format!("{{ __typename }} # {}", "x".repeat(100_000));
    for document in [
        format!("{{ {aliases} }}"),
        format!("{{ {fields} }}"),
        levels,
        long,
    ] {
        let code = refused(&shop, &document, json!({})).await;

        assert_eq!(code, "DOCUMENT_TOO_COMPLEX", "{}", &document[..40]);
    }
}

#[tokio::test]
async fn introspection_cannot_multiply_the_schema() {
    let shop = TestShop::start().await;
    let lists = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";

    assert_eq!(
        refused(&shop, lists, json!({})).await,
        "DOCUMENT_TOO_COMPLEX"
    );
}

#[tokio::test]
async fn bodies_that_are_no_request_are_bad_requests() {
    let shop = TestShop::start().await;
    for body in [
        "",
        "{",
        "null",
        "7",
        "{}",
        r#"{"query":7}"#,
        r#"{"query":"{a}","variables":[]}"#,
    ] {
        let (status, answer) = shop.post_text("application/json", body.to_owned()).await;

        assert_eq!((status, refusal(&answer)), (400, "BAD_REQUEST"), "{body}");
    }
    let list = r#"[{"query":"{__typename}"}]"#.to_owned();
    let (status, answer) = shop.post_text("application/json", list).await;
    assert_eq!((status, refusal(&answer)), (400, "BAD_REQUEST"));

    let form = "query=%7B__typename%7D".to_owned();
    let (status, answer) = shop
        .post_text("application/x-www-form-urlencoded", form)
        .await;
    assert_eq!((status, refusal(&answer)), (415, "UNSUPPORTED_MEDIA_TYPE"));

    let large = format!(
        r#"{{"query":"{{__typename}}","x":"{}"}}"#,
        "x".repeat(1_000_000)
    );
    let (status, answer) = shop.post_text("application/json", large).await;
    assert_eq!((status, refusal(&answer)), (413, "PAYLOAD_TOO_LARGE"));
}

#[tokio::test]
async fn documents_that_are_wrong_say_where_and_with_which_code() {
    let shop = TestShop::start().await;
    for (document, code) in [
        ("{ product(", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("hello", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ product }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ product(handl: 1) { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ product(handle: 1) { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...F }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "query($x: Nothing) { __typename }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "query A { __typename } query B { __typename }",
            "OPERATION_RESOLUTION_FAILURE",
        ),
    ] {
        let answer = shop.send(document, json!({})).await;

        assert_eq!(refusal(&answer), code, "{document}");
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(
            !message.is_empty() && !message.contains("Did you mean"),
            "{message}"
        );
    }
    let answer = shop.send("{ product { id }\n  nothing }", json!({})).await;
    assert_eq!(
        answer["errors"][0]["locations"],
        json!([{"line": 2, "column": 3}])
    );
}

#[tokio::test]
async fn variables_must_have_their_declared_types() {
    let shop = TestShop::start().await;
    let query = "query($handle: String!) { product(handle: $handle) { id } }";
    for variables in [
        json!({}),
        json!({"handle": null}),
        json!({"handle": 7}),
        json!({"handle": ["x"]}),
    ] {
        assert_eq!(refused(&shop, query, variables).await, "BAD_USER_INPUT");
    }
    let answer = shop.send(query, json!({"handle": "x", "more": 1})).await;
    assert_eq!(answer, json!({"data": {"product": null}}));
}

#[tokio::test]
async fn a_variable_nobody_sent_is_absent() {
    let shop = TestShop::start().await;
    let query = "query($handle: String, $id: ID) { product(handle: $handle, id: $id) { id } }";

    let answer = shop.send(query, json!({"handle": "x"})).await;

    assert_eq!(answer, json!({"data": {"product": null}}));
}

#[tokio::test]
async fn a_default_of_a_variable_holds() {
    let shop = TestShop::start().await;
    let query = "query($handle: String = \"x\") { product(handle: $handle) { id } }";

    let answer = shop.send(query, json!({})).await;

    assert_eq!(answer, json!({"data": {"product": null}}));
}

#[tokio::test]
async fn the_named_operation_runs() {
    let shop = TestShop::start().await;
    let query = "query A { a: __typename } query B { b: __typename }";
    let named = |name: Value| json!({"query": query, "operationName": name});

    let second = shop.post(&[], named(json!("B"))).await;
    let unknown = shop.post(&[], named(json!("C"))).await;

    assert_eq!(second, json!({"data": {"b": "QueryRoot"}}));
    assert_eq!(refusal(&unknown), "OPERATION_RESOLUTION_FAILURE");
}

#[tokio::test]
async fn statuses_follow_the_media_type_the_client_names() {
    let shop = TestShop::start().await;
    let strict = [("accept", "application/graphql-response+json")];

    let (status, media_type) = shop.status_of(&strict, "{ nothing }").await;
    assert_eq!(status, 400);
    assert!(media_type.starts_with("application/graphql-response+json"));
    let (status, media_type) = shop.status_of(&[], "{ nothing }").await;
    assert_eq!(status, 200);
    assert!(media_type.starts_with("application/json"));
    let (status, _) = shop.status_of(&strict, "{ __typename }").await;
    assert_eq!(status, 200);
    let (status, _) = shop
        .status_of(&[("authorization", "Bearer nonsense")], "{ __typename }")
        .await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn fields_are_answered_in_the_order_they_are_selected() {
    let shop = TestShop::start().await;
    let query = "{ z: __typename product(handle: \"x\") { id } a: __typename m: __typename }";

    let text = shop.text_of(query).await;

    assert_eq!(
        text,
        r#"{"data":{"z":"QueryRoot","product":null,"a":"QueryRoot","m":"QueryRoot"}}"#
    );
}

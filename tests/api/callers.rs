//! What a request says of its caller and its content, and what the server makes of it.

use crate::harness::TestShop;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends bytes on a connection of their own; the status line of the answer.
async fn status_line(shop: &TestShop, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let read = async {
        let mut answer = vec![0; 1_024];
        let read = reader.read(&mut answer).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&answer[..read]).into_owned();
        text.lines().next().unwrap_or_default().to_owned()
    };
    let write = async {
        // A server that refuses may close before it has read everything.
        let _ = writer.write_all(bytes).await;
        std::future::pending::<()>().await
    };
    tokio::select! {
        line = read => line,
        () = write => unreachable!("it waits"),
        () = tokio::time::sleep(Duration::from_secs(10)) => "silence".to_owned(),
    }
}

#[tokio::test]
async fn an_authorization_that_is_no_token_is_refused() {
    let shop = TestShop::start().await;
    for value in [
        "Basic YTpi",
        "Bearer",
        "Bearer nonsense",
        "nonsense",
        "bearer ",
    ] {
        let (status, _) = shop
            .status_of(&[("authorization", value)], "{ __typename }")
            .await;
        assert_eq!(status, 401, "{value}");
    }
    let headers = [("x-shopify-access-token", "nonsense")];
    assert_eq!(shop.status_of(&headers, "{ __typename }").await.0, 401);
    assert_eq!(shop.status_of(&[], "{ __typename }").await.0, 200);
}

#[tokio::test]
async fn a_body_without_a_media_type_is_refused() {
    let shop = TestShop::start().await;
    let body = "{\"query\":\"{__typename}\"}";
    let length = body.len();
    let request =
        format!("POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n{body}");

    let line = status_line(&shop, request.as_bytes()).await;

    assert_eq!(line, "HTTP/1.1 415 Unsupported Media Type");
}

#[tokio::test]
async fn headers_have_64_kilobytes_at_most() {
    let shop = TestShop::start().await;
    let request = |bytes: usize| {
        let value = "x".repeat(bytes);
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: {value}\r\n\r\n")
    };

    let fits = status_line(&shop, request(60_000).as_bytes()).await;
    let too_long = status_line(&shop, request(70_000).as_bytes()).await;

    assert_eq!(fits, "HTTP/1.1 200 OK");
    assert_eq!(too_long, "HTTP/1.1 431 Request Header Fields Too Large");
}

#[tokio::test]
async fn texts_with_nul_are_refused_where_they_are() {
    let shop = TestShop::start().await;
    let search = "query($text: String) { products(first: 1, query: $text) { nodes { id } } }";
    let create = "mutation($input: CartInput) { cartCreate(input: $input) { cart { id } } }";
    let fields =
        json!({"input": {"metafields": [], "attributes": [{"key": "a", "value": "b\u{0}"}]}});
    for (query, variables, place) in [
        (
            search,
            json!({"text": "a\u{0}b"}),
            "variable $text contains",
        ),
        (
            create,
            fields,
            "variable $input.attributes[0].value contains",
        ),
        (
            "{ products(first: 1, query: \"a\\u0000\") { nodes { id } } }",
            json!({}),
            "a text contains",
        ),
        (
            "query($text: String = \"\\u0000\") { products(first: 1, query: $text) { nodes { id } } }",
            json!({}),
            "a text contains",
        ),
    ] {
        let answer = shop.send(query, variables).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer:#}");
        let message = error["message"].as_str().unwrap();
        assert_eq!(message, format!("{place} a NUL character"));
        assert!(answer.get("data").is_none());
    }
}

#[tokio::test]
async fn directives_on_typename_are_checked() {
    let shop = TestShop::start().await;
    for query in [
        "{ __typename @nothing }",
        "{ __typename @skip }",
        "{ __typename @skip(if: \"yes\") }",
        "{ __typename @skip(if: true, unless: true) }",
        "{ __typename @skip(if: $nobody) }",
        "{ __typename @include(if: true) @include(if: true) }",
        "{ __typename @defer }",
        "{ __typename @inContext(country: DE) }",
        "{ __typename @idempotent(key: \"x\") }",
        "query($yes: String!) { __typename @skip(if: $yes) }",
        "{ __typename(x: 1) }",
        "{ __typename { x } }",
        "{ shop { ...F } } fragment F on Shop { name __typename @nothing }",
    ] {
        let answer = shop.send(query, json!({"yes": "x"})).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}: {answer:#}");
    }
    let query =
        "query($yes: Boolean!) { a: __typename @include(if: $yes) b: __typename @skip(if: $yes) }";
    let data = shop.data(query, json!({"yes": true})).await;
    assert_eq!(data, json!({"a": "QueryRoot"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_proxies_say_of_a_client_counts() {
    let header = "x-forwarded-for";
    let shop = TestShop::start_with(|config| {
        config.server.client_address_header = Some(header.to_owned());
        let proxies = ["127.0.0.0/8", "10.0.0.0/8"].map(|text| text.to_owned().try_into().unwrap());
        config.server.trusted_proxies = proxies.to_vec();
    })
    .await;
    let query = "mutation($codes: [String!]) { cartCreate(input: {giftCardCodes: $codes}) { userErrors { code } } }";
    let body = json!({"query": query, "variables": {"codes": vec!["ABCDEFGH2345"; 10]}});
    let is_limited = async |hops: &str| {
        let answer = shop.post(&[(header, hops)], body.clone()).await;
        answer["data"]["cartCreate"]["userErrors"] != json!([])
    };
    let mut sent = 0;
    while !is_limited(&format!("192.0.2.{sent}, 198.51.100.7, 10.0.0.3")).await {
        sent += 1;
        assert!(sent < 200, "what stands before the client counts");
    }
    assert!(is_limited("198.51.100.7:4711, 10.0.0.4").await);
    assert!(!is_limited("198.51.100.7, 198.51.100.8").await);
    assert!(!is_limited("198.51.100.7, unknown").await);
    assert!(!is_limited("198.51.100.7, _hidden").await);
}

async fn page(shop: &TestShop, path: &str) -> (u16, Option<String>, String) {
    let response = reqwest::get(format!("{}{path}", shop.app.public_url()));
    let response = response.await.unwrap();
    let policy = response.headers().get("content-security-policy");
    let policy = policy.map(|policy| policy.to_str().unwrap().to_owned());
    (
        response.status().as_u16(),
        policy,
        response.text().await.unwrap(),
    )
}

#[tokio::test]
async fn the_playground_runs_its_own_script_only_and_can_be_switched_off() {
    let shop = TestShop::start().await;
    for path in ["/", "/playground"] {
        let (status, policy, _) = page(&shop, path).await;
        assert_eq!(status, 200);
        let policy = policy.unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src 'unsafe"), "{policy}");
    }
    assert!(page(&shop, "/").await.2.contains("/playground"));

    let shop = TestShop::start_with(|config| config.server.playground = false).await;
    for path in [
        "/playground",
        "/playground/app.js",
        "/playground/operations.json",
    ] {
        assert_eq!(page(&shop, path).await.0, 404, "{path}");
    }
    assert!(!page(&shop, "/").await.2.contains("/playground"));
    let answer: Value = shop.send("{ __typename }", json!({})).await;
    assert!(answer["data"].is_object());
}

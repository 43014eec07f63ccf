//! The server: sockets, TLS, silence, compression, pages and health.

use crate::harness::TestShop;
use rcgen::generate_simple_self_signed;
use reqwest::{StatusCode, Version, redirect::Policy};
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends bytes on a new connection and waits until the server closes it.
async fn closed_after(shop: &TestShop, bytes: &[u8]) -> Duration {
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let start = Instant::now();
    let mut rest = Vec::new();
    let read = stream.read_to_end(&mut rest);
    tokio::time::timeout(Duration::from_secs(10), read)
        .await
        .expect("the server keeps a silent connection")
        .ok();
    start.elapsed()
}

#[tokio::test]
async fn clients_that_fall_silent_are_let_go() {
    let shop = TestShop::start_with(|config| {
        config.server.header_timeout_s = 1;
        config.server.idle_timeout_s = 2;
    })
    .await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

    for (what, bytes) in [
        ("nothing", &b""[..]),
        ("half a head", b"POST /graphql HTTP/1.1\r\nhost: x\r\n"),
        (
            "a whole request",
            b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
        ),
        ("the beginning of HTTP/2", preface),
    ] {
        let elapsed = closed_after(&shop, bytes).await;
        assert!(elapsed > Duration::from_millis(500), "{what}: {elapsed:?}");
    }
}

#[tokio::test]
async fn both_protocols_are_spoken_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("c.pem"), folder.path().join("k.pem"));
    fs::write(&cert, certificate.cert.pem()).unwrap();
    fs::write(&key, certificate.signing_key.serialize_pem()).unwrap();
    let shop = TestShop::start_with(|config| {
        config.server.tls_cert = Some(cert);
        config.server.tls_key = Some(key);
    })
    .await;
    let root = reqwest::Certificate::from_pem(certificate.cert.pem().as_bytes()).unwrap();
    let client = || {
        reqwest::Client::builder()
            .tls_certs_only([root.clone()])
            .resolve("localhost", shop.address)
    };
    let url = format!("https://localhost:{}/healthz", shop.address.port());

    let second = client().build().unwrap().get(&url).send().await.unwrap();
    let first = client().http1_only().build().unwrap();
    let first = first.get(&url).send().await.unwrap();

    assert_eq!(
        (second.version(), second.status()),
        (Version::HTTP_2, StatusCode::OK)
    );
    assert_eq!(
        (first.version(), first.status()),
        (Version::HTTP_11, StatusCode::OK)
    );
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_ask() {
    let shop = TestShop::start().await;
    for format in ["br", "zstd", "gzip"] {
        let response = reqwest::Client::builder()
            .no_gzip()
            .build()
            .unwrap()
            .get(format!("{}/playground/app.css", shop.app.public_url()))
            .header("accept-encoding", format)
            .send()
            .await
            .unwrap();

        assert_eq!(response.headers()["content-encoding"], format);
    }
}

#[tokio::test]
async fn browsers_of_other_sites_may_ask() {
    let shop = TestShop::start().await;
    let asked = "content-type,x-shopify-storefront-access-token";

    let response = reqwest::Client::new()
        .request(
            reqwest::Method::OPTIONS,
            format!("{}/graphql", shop.app.public_url()),
        )
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", asked)
        .send()
        .await
        .unwrap();

    assert!(response.status().is_success());
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["access-control-allow-headers"], asked);
}

#[tokio::test]
async fn people_find_a_page_the_playground_and_health() {
    let shop = TestShop::start().await;
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .build()
        .unwrap();
    for path in [
        "/",
        "/playground",
        "/playground/operations.json",
        "/healthz",
        "/readyz",
    ] {
        let url = format!("{}{path}", shop.app.public_url());
        let response = client.get(&url).send().await.unwrap();

        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
    let script = format!("{}/playground/app.js", shop.app.public_url());
    let response = client.get(&script).send().await.unwrap();
    let tag = response.headers()["etag"].clone();
    let again = client
        .get(&script)
        .header("if-none-match", tag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_process_that_stops_says_so_while_requests_finish() {
    let shop = TestShop::start().await;
    let ready = async || {
        let client = reqwest::Client::new();
        let response = client.get(format!("http://{}/readyz", shop.address));
        response.send().await
    };
    assert_eq!(ready().await.unwrap().status(), StatusCode::OK);
    let mut running = TcpStream::connect(shop.address).await.unwrap();
    let head = b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        content-length: 26\r\n\r\n";
    running.write_all(head).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await; // the request has begun

    shop.app.draining.cancel();

    for _ in 0..2 {
        let response = ready().await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()["connection"], "close");
        let body: serde_json::Value = response.json().await.unwrap();
        let stopping = serde_json::json!({
            "status": "not ready", "stopping": true, "silentDatabases": [],
            "skewedDatabases": [], "lateJobs": [],
        });
        assert_eq!(body, stopping);
    }
    let body = br#"{"query":"{ __typename }"}"#;
    running.write_all(body).await.unwrap();
    let mut answer = String::new();
    running.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.ends_with(r#"{"data":{"__typename":"QueryRoot"}}"#),
        "{answer}"
    );
    let start = Instant::now();
    while ready().await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(5), "it never closes");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn queries_may_come_by_get_and_mutations_may_not() {
    let shop = TestShop::start().await;
    let get = async |query: &str| {
        let query = query
            .replace(' ', "%20")
            .replace('{', "%7B")
            .replace('}', "%7D");
        let url = format!("{}/graphql?query={query}", shop.app.public_url());
        reqwest::get(url).await.unwrap()
    };

    assert_eq!(get("{ __typename }").await.status(), StatusCode::OK);
    let mutation = get("mutation { __typename }").await;
    assert_ne!(
        mutation.text().await.unwrap(),
        r#"{"data":{"__typename":"Mutation"}}"#
    );
}

#[tokio::test]
async fn every_version_of_the_api_is_this_one() {
    let shop = TestShop::start().await;
    for path in ["/api/2026-04/graphql.json", "/api/unstable/graphql"] {
        let url = format!("{}{path}", shop.app.public_url());
        let response = reqwest::Client::new()
            .post(url)
            .json(&serde_json::json!({"query": "{ __typename }"}))
            .send()
            .await
            .unwrap();

        assert_eq!(response.status(), StatusCode::OK, "{path}");
    }
}

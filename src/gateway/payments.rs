//! `/webhooks` and `/payments`: passes requests to the payments domain.

use super::endpoint::Endpoint;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use souk_shop::payments;

/// Maximum size of a webhook message in bytes.
const MOST_BYTES: usize = 1_000_000;

/// Routes of the payment provider's webhook and of the test provider's page.
pub(super) fn routes() -> Router<Endpoint> {
    Router::new()
        .route("/webhooks/{provider}", post(webhook))
        .route(
            "/payments/test/{secret}",
            get(test_page).post(test_decision),
        )
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

async fn webhook(
    State(endpoint): State<Endpoint>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    payments::receive_webhook(&endpoint.app, &provider, &headers, &body).await
}

async fn test_page(State(endpoint): State<Endpoint>, Path(secret): Path<String>) -> Response {
    payments::show_test_payment(&endpoint.app, &secret).await
}

async fn test_decision(
    State(endpoint): State<Endpoint>,
    Path(secret): Path<String>,
    body: Bytes,
) -> Response {
    payments::decide_test_payment(&endpoint.app, &secret, &body).await
}

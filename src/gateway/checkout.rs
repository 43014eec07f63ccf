//! `/checkouts` and `/orders`: passes browser requests to the checkout and to orders.

use super::{
    client::{self, Peer},
    endpoint::Endpoint,
};
use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use souk_kernel::{app::App, client_writes::charged_to};
use souk_shop::{
    checkout::{self, CheckoutForm, PageRequest},
    orders,
};

/// Maximum size of a form in bytes: an address with every line at full length.
const MOST_BYTES: usize = 32_000;

/// The query parameters.
#[derive(Deserialize)]
struct Parameters {
    #[serde(default)]
    key: String,
    notice: Option<String>,
    attempt: Option<String>,
}

/// Routes of the checkout page, of checkout attempts and of order status pages.
pub(super) fn routes() -> Router<Endpoint> {
    Router::new()
        .route("/checkouts/{token}", get(enter))
        .route("/checkouts/{token}/{step}", get(step).post(submit))
        .route("/checkouts/attempts/{key}", get(attempt))
        .route("/orders/{secret}", get(order))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

fn asked(
    app: &App,
    token: String,
    parameters: Parameters,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> PageRequest {
    PageRequest {
        client: client::client_of(app, &headers, peer),
        token,
        key: parameters.key,
        notice: parameters.notice,
        attempt: parameters.attempt,
        headers,
    }
}

async fn enter(
    State(endpoint): State<Endpoint>,
    Path(token): Path<String>,
    Query(parameters): Query<Parameters>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Response {
    let app = &endpoint.app;
    checkout::enter_checkout(app, &asked(app, token, parameters, peer, headers)).await
}

async fn step(
    State(endpoint): State<Endpoint>,
    Path((token, step)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Response {
    let app = &endpoint.app;
    checkout::show_checkout_step(app, &asked(app, token, parameters, peer, headers), &step).await
}

async fn submit(
    State(endpoint): State<Endpoint>,
    Path((token, step)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    form: Result<Form<CheckoutForm>, FormRejection>,
) -> Response {
    let asked = asked(&endpoint.app, token, parameters, peer, headers);
    match form {
        Ok(Form(form)) => {
            let client = Some(asked.client.clone());
            let sent = checkout::submit_checkout_step(&endpoint.app, &asked, &step, &form);
            charged_to(client, sent).await
        }
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            StatusCode::PAYLOAD_TOO_LARGE.into_response()
        }
        Err(_) => checkout::show_unreadable_form(&endpoint.app, &asked),
    }
}

async fn attempt(State(endpoint): State<Endpoint>, Path(key): Path<String>) -> Response {
    checkout::show_attempt_page(&endpoint.app, &key).await
}

async fn order(State(endpoint): State<Endpoint>, Path(secret): Path<String>) -> Response {
    orders::show_status_page(&endpoint.app, &secret).await
}

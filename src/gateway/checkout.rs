//! `/checkouts` and `/orders`: hands requests of buyers' browsers to the checkout and to orders.

use super::endpoint::Endpoint;
use crate::{checkout, orders};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};

/// Where buyers see how their orders come about, and what becomes of them.
pub(super) fn routes() -> Router<Endpoint> {
    Router::new()
        .route("/checkouts/attempts/{key}", get(attempt))
        .route("/orders/{secret}", get(order))
}

async fn attempt(State(endpoint): State<Endpoint>, Path(key): Path<String>) -> Response {
    checkout::pages::attempt(&endpoint.app, &key).await
}

async fn order(State(endpoint): State<Endpoint>, Path(secret): Path<String>) -> Response {
    orders::pages::status(&endpoint.app, &secret).await
}

//! Routes of the server.

use super::endpoint::{self, Endpoint};
use axum::{Router, routing::post};

/// Every route.
pub fn router(endpoint: Endpoint) -> Router {
    Router::new()
        .route("/graphql", post(endpoint::post))
        .route("/api/{version}/graphql.json", post(endpoint::post))
        .route("/api/{version}/graphql", post(endpoint::post))
        .with_state(endpoint)
}

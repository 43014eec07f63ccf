//! Routes of the server.

use super::{
    endpoint::{self, Endpoint},
    guard,
};
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::post};

/// Every route.
pub fn router(endpoint: Endpoint) -> Router {
    let limits = &endpoint.app.config.limits;
    let graphql = post(endpoint::post)
        .get(endpoint::get)
        .layer(DefaultBodyLimit::max(limits.body_bytes));
    Router::new()
        .route("/graphql", graphql.clone())
        .route("/api/{version}/graphql.json", graphql.clone())
        .route("/api/{version}/graphql", graphql)
        .layer(middleware::from_fn_with_state(
            endpoint.clone(),
            guard::guard,
        ))
        .with_state(endpoint)
}

//! The GraphQL endpoint: one request in, one answer out.

use crate::{
    app::App,
    batches,
    catalog::{directory::Wish, loaders::CatalogLoaders},
    context::Viewer,
    inventory::loaders::InventoryLoaders,
    schema::SoukSchema,
};
use async_graphql::Request;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// What the endpoint needs.
#[derive(Clone)]
pub struct Endpoint {
    /// The application.
    pub app: Arc<App>,
    /// The schema.
    pub schema: SoukSchema,
}

/// Answers `POST /graphql`.
pub async fn post(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(request) = serde_json::from_slice::<Request>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let token = headers
        .get("x-shopify-storefront-access-token")
        .and_then(|t| t.to_str().ok());
    let answer = endpoint.run(request, token).await;
    let json = serde_json::to_vec(&answer).expect("answers are plain values");
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}

impl Endpoint {
    async fn run(&self, request: Request, token: Option<&str>) -> async_graphql::Response {
        let app = &self.app;
        let directory = app.directory();
        let channel = directory.channel_of(token);
        let audience = directory.audience(Wish::default(), channel, app.clock.now());
        let (spawner, batches) = batches::channel();
        let request = request
            .data(Arc::clone(app))
            .data(directory)
            .data(audience)
            .data(Viewer::default())
            .data(CatalogLoaders::new(app, &spawner))
            .data(InventoryLoaders::new(app, channel, &spawner));
        batches.drive(self.schema.execute(request)).await
    }
}

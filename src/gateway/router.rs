//! Routes of the server, and what holds for all of them.

use super::{
    checkout,
    endpoint::{self, Endpoint},
    guard, health, media, pages, payments,
};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header::X_CONTENT_TYPE_OPTIONS},
    middleware::{self, map_response},
    response::Response,
    routing::{get, post},
};
use std::time::Duration;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    cors::{AllowHeaders, Any, CorsLayer},
};

/// Bytes below which compressing costs more than it saves.
const WORTH_COMPRESSING: u64 = 512;
/// Compression level of every format: the higher ones cost several times the time for a few percent.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);
/// How long browsers remember that they may call from another site.
const CORS_MAX_AGE: Duration = Duration::from_secs(86_400);

/// Every route.
pub fn router(endpoint: Endpoint) -> Router {
    let graphql = post(endpoint::post)
        .get(endpoint::get)
        .layer(middleware::from_fn_with_state(
            endpoint.clone(),
            guard::body_limit,
        ));
    Router::new()
        .route("/graphql", graphql.clone())
        .route("/api/{version}/graphql.json", graphql.clone())
        .route("/api/{version}/graphql", graphql)
        .merge(pages::routes())
        .merge(checkout::routes())
        .merge(payments::routes())
        .merge(media::routes(endpoint.app.config.media.max_upload_bytes))
        .route("/readyz", get(health::ready))
        .layer(middleware::from_fn_with_state(
            endpoint.clone(),
            guard::guard,
        ))
        .route("/healthz", get(health::alive))
        .layer(map_response(no_sniffing))
        .layer(compression())
        .layer(cors())
        .with_state(endpoint)
}

fn compression() -> CompressionLayer<impl Predicate> {
    let predicate = SizeAbove::new(WORTH_COMPRESSING).and(NotForContentType::IMAGES);
    CompressionLayer::new()
        .quality(COMPRESSION)
        .compress_when(predicate)
}

/// Storefronts run in browsers under other names. The API reads no cookie, so any may call; the
/// checkout page reads one, which browsers do not send along where any origin is allowed.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static("x-request-id")])
        .max_age(CORS_MAX_AGE)
}

/// Browsers must not guess what a file is: an upload could pass for a page.
async fn no_sniffing(mut response: Response) -> Response {
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

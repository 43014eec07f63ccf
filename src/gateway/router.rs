//! Routes of the server, and the layers common to all of them.

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

/// Minimum size in bytes at which compression pays off.
const WORTH_COMPRESSING: u64 = 512;
/// Compression level for every format: higher levels take several times as long to save a few
/// percent.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);
/// How long browsers may cache a preflight response.
const CORS_MAX_AGE: Duration = Duration::from_secs(86_400);

/// All routes.
pub fn router(endpoint: Endpoint) -> Router {
    let graphql =
        post(endpoint::post)
            .get(endpoint::answer_get)
            .layer(middleware::from_fn_with_state(
                endpoint.clone(),
                guard::body_limit,
            ));
    Router::new()
        .route("/graphql", graphql.clone())
        .route("/api/{version}/graphql.json", graphql.clone())
        .route("/api/{version}/graphql", graphql)
        .merge(pages::routes(endpoint.app.config.server.playground))
        .merge(checkout::routes())
        .merge(payments::routes())
        .merge(media::routes(endpoint.app.config.media.max_upload_bytes))
        .route("/readyz", get(health::ready))
        .layer(middleware::from_fn_with_state(
            endpoint.clone(),
            guard::guard,
        ))
        .route("/healthz", get(health::alive))
        .layer(middleware::from_fn(guard::header_limit))
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

/// Storefronts run in browsers under other origins. The API uses no cookies, so any origin may call
/// it; the checkout page uses one, which browsers do not send when any origin is allowed.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([HeaderName::from_static("x-request-id")])
        .max_age(CORS_MAX_AGE)
}

/// Keeps browsers from sniffing media types: an upload could otherwise pass for a page.
async fn no_sniffing(mut response: Response) -> Response {
    let nosniff = HeaderValue::from_static("nosniff");
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

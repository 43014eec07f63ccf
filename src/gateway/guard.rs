//! Guards around every request: it ends in time, and a panic in one request does not affect others.

use super::{
    endpoint::Endpoint,
    refusal::{Code, Refusal},
    viewer,
};
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, time::Duration};
use tokio::time::timeout;

/// Maximum size of request headers in bytes.
pub(super) const MOST_HEADER_BYTES: u32 = 65_536;

/// Limits the headers of a request: the HTTP/1 parser reads more at once than it is told to keep.
pub(super) async fn header_limit(request: Request, next: Next) -> Response {
    let headers = request.headers().iter();
    let sizes = headers.map(|(name, value)| name.as_str().len() + value.len());
    if sizes.sum::<usize>() > MOST_HEADER_BYTES as usize {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    next.run(request).await
}

/// Limits the request body: merchants send lists of codes and products, buyers do not.
pub(super) async fn body_limit(
    State(endpoint): State<Endpoint>,
    mut request: Request,
    next: Next,
) -> Response {
    let limits = &endpoint.app.config.limits;
    let viewer = viewer::viewer_of(&endpoint.app, request.headers());
    let most = match viewer.is_ok_and(|viewer| viewer.is_merchant()) {
        true => limits.merchant_body_bytes,
        false => limits.body_bytes,
    };
    DefaultBodyLimit::max(most).apply(&mut request);
    next.run(request).await
}

/// Answers for a request that takes too long or panics. Everything it held is dropped, so its open
/// transaction is rolled back.
pub(super) async fn guard(
    State(endpoint): State<Endpoint>,
    request: Request,
    next: Next,
) -> Response {
    let limit = Duration::from_secs(endpoint.app.config.limits.request_timeout_s);
    let refusal = match timeout(limit, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => return response,
        Ok(Err(_panic)) => Refusal::internal("a request panicked"),
        Err(_elapsed) => Refusal::new(Code::Timeout, "the request took too long"),
    };
    let json = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (refusal.status(true), json, refusal.to_json()).into_response()
}

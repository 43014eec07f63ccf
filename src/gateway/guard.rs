//! What holds for every request: it ends in time, and a bug in one does not reach another.

use super::{
    endpoint::Endpoint,
    refusal::{Code, Refusal},
};
use axum::{
    extract::{Request, State},
    http::header::CONTENT_TYPE,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, time::Duration};
use tokio::time::timeout;

/// Answers in place of a request that takes too long or panics. Whatever it held is dropped, so a
/// transaction it had open is rolled back.
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

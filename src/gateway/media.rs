//! `/media`: passes image requests to the media domain.

use super::{endpoint::Endpoint, viewer};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use souk_shop::media;

/// Routes to get images and to upload files.
pub(super) fn routes(max_upload_bytes: usize) -> Router<Endpoint> {
    let upload = post(upload).layer(DefaultBodyLimit::max(max_upload_bytes));
    Router::new()
        .route("/media/uploads", upload)
        .route("/media/{*path}", get(show))
}

/// The path is taken from the URL as it was sent, because a source in it is percent-encoded.
async fn show(State(endpoint): State<Endpoint>, uri: Uri) -> Response {
    let path = uri.path().strip_prefix("/media/").unwrap_or("");
    media::show_picture(&endpoint.app, path, uri.query().unwrap_or("")).await
}

async fn upload(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> Response {
    match viewer::viewer_of(&endpoint.app, &headers) {
        Ok(viewer) => media::upload_picture(&endpoint.app, &viewer, &headers, &body).await,
        Err(_) => StatusCode::UNAUTHORIZED.into_response(),
    }
}

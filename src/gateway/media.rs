//! `/media`: passes image requests to the media domain.

use super::{endpoint::Endpoint, viewer};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, Uri},
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

/// The body is left unread until the caller may send one: a buyer could fill the memory.
async fn upload(State(endpoint): State<Endpoint>, request: Request) -> Response {
    match viewer::viewer_of(&endpoint.app, request.headers()) {
        Ok(viewer) => media::upload_picture(&endpoint.app, &viewer, request).await,
        Err(_) => StatusCode::UNAUTHORIZED.into_response(),
    }
}

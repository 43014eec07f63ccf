//! The routes under `/media`: delivery of pictures, and uploads.

use super::{
    picture,
    uploads::{self, UploadError},
};
use crate::catalog::{self, MediaSource, Transform};
use axum::{
    Json,
    body::Bytes,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde_json::json;
use souk_kernel::{
    app::App,
    viewer::{Scope, Viewer},
};

/// Default side of a generated picture, in pixels.
const DRAWN_SIDE: u32 = 1_200;
/// The URL of a picture changes when the picture does.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A picture opened by itself must not run scripts.
const RUN_NOTHING: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Handles `GET /media/…`: `path` is the rest of the path, as received.
pub async fn show_picture(app: &App, path: &str, query: &str) -> Response {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let transform = Transform::from_query(pairs);
    let found = match MediaSource::from_path(path, &app.config.media.url_suffix) {
        Some(MediaSource::Demo(source)) => Ok(draw(&source, transform)),
        Some(MediaSource::File(id)) => uploads::read_upload(app, id, transform).await,
        None => Ok(None),
    };
    match found {
        Ok(Some((bytes, media_type))) => {
            let headers = [
                (CONTENT_TYPE, media_type.as_str()),
                (CACHE_CONTROL, FOR_EVER),
                (CONTENT_SECURITY_POLICY, RUN_NOTHING),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, path, "a picture could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Handles `POST /media/uploads`: the body is the picture, `X-File-Name` its name. The response
/// contains the source that `productSet` takes as `originalSource`.
pub async fn upload_picture(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response {
    if viewer.require(Scope::WriteProducts).is_err() {
        return refuse(StatusCode::FORBIDDEN, "ACCESS_DENIED", "not allowed");
    }
    let name = headers
        .get("x-file-name")
        .and_then(|name| name.to_str().ok());
    match uploads::keep(app, name.unwrap_or(""), body).await {
        Ok(id) => {
            let source = format!("file:{}", id.0);
            let url = catalog::media_address(app, &source, Transform::default());
            let answer = Json(json!({"originalSource": source, "url": url}));
            (StatusCode::CREATED, answer).into_response()
        }
        Err(UploadError::NoPicture) => {
            let why = UploadError::NoPicture.to_string();
            refuse(StatusCode::UNPROCESSABLE_ENTITY, "BAD_USER_INPUT", &why)
        }
        Err(UploadError::Internal(error)) => {
            tracing::error!(?error, "an upload failed");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            refuse(status, "INTERNAL_SERVER_ERROR", "internal error")
        }
    }
}

fn refuse(status: StatusCode, code: &str, why: &str) -> Response {
    let error = json!({"message": why, "extensions": {"code": code}});
    (status, Json(json!({"errors": [error]}))).into_response()
}

/// Draws a picture: square, or in the requested aspect ratio.
fn draw(source: &str, transform: Transform) -> Option<(Vec<u8>, String)> {
    let width = transform.width.or(transform.height).unwrap_or(DRAWN_SIDE);
    let height = match (transform.crop, transform.height) {
        (Some(_), Some(height)) => height,
        _ => width.min(transform.height.unwrap_or(width)),
    };
    let width = if transform.crop.is_some() {
        width
    } else {
        height
    };
    let svg = picture::draw(&format!("demo:{source}"), width, height)?;
    Some((svg.into_bytes(), "image/svg+xml".to_owned()))
}

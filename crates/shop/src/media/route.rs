//! The routes under `/media`: delivery of pictures, and uploads.

use super::{
    picture,
    uploads::{self, OpenError, Picture, UploadError},
};
use crate::catalog::{self, MediaSource, Transform};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{
        HeaderName, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use serde_json::json;
use souk_kernel::{
    app::App,
    viewer::{Scope, Viewer},
};
use tokio_util::io::ReaderStream;

/// Default side of a generated picture, in pixels.
const DRAWN_SIDE: u32 = 1_200;
/// The URL of a picture changes when the picture does.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A picture opened by itself must not run scripts.
const RUN_NOTHING: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
/// Answer to a request that would have to wait too long: come back in a second.
const LATER: [(HeaderName, &str); 2] = [(RETRY_AFTER, "1"), (CACHE_CONTROL, "no-store")];
/// How much of a file is read at once, in bytes.
const CHUNK: usize = 64 * 1_024;

/// Handles `GET /media/…`: `path` is the rest of the path, as received.
pub async fn show_picture(app: &App, path: &str, query: &str) -> Response {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let transform = Transform::from_query(pairs);
    let found = match MediaSource::from_path(path, &app.config.media.url_suffix) {
        Some(MediaSource::Demo(source)) => Ok(draw(&source, transform)),
        Some(MediaSource::File(id)) => uploads::open_upload(app, id, transform)
            .await
            .map(|found| found.map(sent)),
        None => Ok(None),
    };
    match found {
        Ok(Some(picture)) => {
            let headers = [
                (CACHE_CONTROL, FOR_EVER),
                (CONTENT_SECURITY_POLICY, RUN_NOTHING),
                (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, picture).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(OpenError::Busy) => {
            (StatusCode::SERVICE_UNAVAILABLE, LATER, "try again soon").into_response()
        }
        Err(OpenError::Internal(error)) => {
            tracing::error!(?error, path, "a picture could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A file as it is read: however slowly it is fetched, little of it is in memory.
fn sent(picture: Picture) -> Response {
    let file = tokio::fs::File::from_std(picture.file);
    let headers = [
        (CONTENT_TYPE, picture.media_type),
        (CONTENT_LENGTH, picture.byte_size.to_string()),
    ];
    let body = Body::from_stream(ReaderStream::with_capacity(file, CHUNK));
    (headers, body).into_response()
}

/// Handles `POST /media/uploads`: the body is the picture, `X-File-Name` its name. The response
/// contains the source that `productSet` takes as `originalSource`, or `userErrors` with the reason
/// why the picture was refused. The body is not read before the caller is known.
pub async fn upload_picture(app: &App, viewer: &Viewer, request: Request) -> Response {
    if viewer.require(Scope::WriteProducts).is_err() {
        return fail(StatusCode::FORBIDDEN, "ACCESS_DENIED", "not allowed");
    }
    let name = request.headers().get("x-file-name");
    let name = name.and_then(|name| name.to_str().ok()).unwrap_or("");
    let name = name.to_owned();
    let bytes = match Bytes::from_request(request, &()).await {
        Ok(bytes) => bytes,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let most = app.config.media.max_upload_bytes;
            let why = format!("The file is too large; at most {most} bytes are allowed.");
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", &why);
        }
        Err(rejection) => return rejection.into_response(),
    };
    match uploads::keep(app, &name, &bytes).await {
        Ok(id) => {
            let source = format!("file:{}", id.0);
            let url = catalog::media_address(app, &source, Transform::default());
            let answer = json!({"originalSource": source, "url": url, "userErrors": []});
            (StatusCode::CREATED, Json(answer)).into_response()
        }
        Err(UploadError::Internal(error)) => {
            tracing::error!(?error, "an upload failed");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            fail(status, "INTERNAL_SERVER_ERROR", "internal error")
        }
        Err(refused) => refused_upload(&refused),
    }
}

fn refused_upload(error: &UploadError) -> Response {
    let code = match error {
        UploadError::TooManyPixels { .. } => "TOO_LARGE",
        UploadError::Busy => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return (LATER, refuse(status, "BUSY", &error.to_string())).into_response();
        }
        _ => "INVALID",
    };
    refuse(StatusCode::UNPROCESSABLE_ENTITY, code, &error.to_string())
}

/// Tells the merchant what to change.
fn refuse(status: StatusCode, code: &str, why: &str) -> Response {
    let error = json!({"field": null, "message": why, "code": code});
    let answer = json!({"originalSource": null, "url": null, "userErrors": [error]});
    (status, Json(answer)).into_response()
}

/// Tells the operator or the program what to change.
fn fail(status: StatusCode, code: &str, why: &str) -> Response {
    let error = json!({"message": why, "extensions": {"code": code}});
    (status, Json(json!({"errors": [error]}))).into_response()
}

/// Draws a picture: square, or in the requested aspect ratio.
fn draw(source: &str, transform: Transform) -> Option<Response> {
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
    Some(([(CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

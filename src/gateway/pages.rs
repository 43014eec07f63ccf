//! Pages for people: the welcome page and the playground. All files are embedded in the program;
//! the browser contacts no other host.

use super::endpoint::Endpoint;
use axum::{
    Router,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use sha2::{Digest, Sha256};
use souk_shop::market::Directory;
use std::{fmt::Write, sync::LazyLock};

/// A file that pages load, with a tag that changes with its content.
struct Asset {
    media_type: &'static str,
    bytes: &'static [u8],
    tag: LazyLock<String>,
}

macro_rules! asset {
    ($name:ident, $file:literal, $media_type:literal) => {
        asset!($name, "playground/graphiql/dist/", $file, $media_type);
    };
    ($name:ident, $folder:literal, $file:literal, $media_type:literal) => {
        static $name: Asset = Asset {
            media_type: $media_type,
            bytes: include_bytes!(concat!("../../", $folder, $file)),
            tag: LazyLock::new(|| tag($name.bytes)),
        };
    };
}

asset!(PAGE, "index.html", "text/html; charset=utf-8");
asset!(SCRIPT, "app.js", "text/javascript; charset=utf-8");
asset!(STYLE, "app.css", "text/css; charset=utf-8");
asset!(
    OPERATIONS,
    "operations.json",
    "application/json; charset=utf-8"
);
asset!(
    LICENSES,
    "THIRD_PARTY_LICENSES",
    "text/plain; charset=utf-8"
);

asset!(
    PAGES_STYLE,
    "crates/shop/templates/assets/",
    "pages.css",
    "text/css; charset=utf-8"
);
asset!(
    STRIPE_SCRIPT,
    "crates/shop/templates/assets/",
    "stripe.js",
    "text/javascript; charset=utf-8"
);

/// Routes of the pages.
pub(super) fn routes() -> Router<Endpoint> {
    let of = |asset: &'static Asset| get(async move |headers: HeaderMap| asset.answer(&headers));
    Router::new()
        .route("/", get(welcome))
        .route("/playground", of(&PAGE))
        .route(
            "/playground/",
            get(async || Redirect::permanent("/playground")),
        )
        .route("/assets/pages.css", of(&PAGES_STYLE))
        .route("/assets/stripe.js", of(&STRIPE_SCRIPT))
        .route("/playground/app.js", of(&SCRIPT))
        .route("/playground/app.css", of(&STYLE))
        .route("/playground/operations.json", of(&OPERATIONS))
        .route("/playground/licenses.txt", of(&LICENSES))
}

impl Asset {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let known = headers.get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
        if known == Some(self.tag.as_str()) {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        let headers = [
            (CONTENT_TYPE, self.media_type),
            (CACHE_CONTROL, "no-cache"), // revalidate, and get 304 while the program is the same
            (ETAG, self.tag.as_str()),
        ];
        (headers, self.bytes).into_response()
    }
}

fn tag(bytes: &[u8]) -> String {
    let mut tag = String::from("\"");
    for byte in &Sha256::digest(bytes)[..8] {
        write!(tag, "{byte:02x}").expect("writing into text never fails");
    }
    tag + "\""
}

/// The welcome page: what runs here, with links.
async fn welcome(State(endpoint): State<Endpoint>) -> Html<String> {
    let directory = Directory::current(&endpoint.app);
    let page = include_str!("welcome.html")
        .replace("{{shop}}", &escape(&directory.shop.name))
        .replace("{{url}}", &escape(endpoint.app.public_url()))
        .replace("{{version}}", env!("CARGO_PKG_VERSION"));
    Html(page)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

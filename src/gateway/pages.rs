//! Pages for people: the welcome page and the playground. All files are embedded in the program;
//! the browser contacts no other host.

use super::endpoint::Endpoint;
use axum::{
    Router,
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{Html, IntoResponse, Redirect, Response},
    routing::{MethodRouter, get},
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

/// Content security policy of the welcome page: its style is within it.
const WELCOME_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);
/// Content security policy of the playground: its own script, which talks to this server only. The
/// editor sets styles of elements.
const PLAYGROUND_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// Routes of the pages.
pub(super) fn routes(has_playground: bool) -> Router<Endpoint> {
    let routes = Router::new()
        .route("/", get(welcome))
        .route("/assets/pages.css", asset_route(&PAGES_STYLE))
        .route("/assets/stripe.js", asset_route(&STRIPE_SCRIPT));
    if has_playground {
        routes.merge(playground())
    } else {
        routes
    }
}

fn playground() -> Router<Endpoint> {
    Router::new()
        .route("/playground", get(playground_page))
        .route(
            "/playground/",
            get(async || Redirect::permanent("/playground")),
        )
        .route("/playground/app.js", asset_route(&SCRIPT))
        .route("/playground/app.css", asset_route(&STYLE))
        .route("/playground/operations.json", asset_route(&OPERATIONS))
        .route("/playground/licenses.txt", asset_route(&LICENSES))
}

fn asset_route(asset: &'static Asset) -> MethodRouter<Endpoint> {
    get(async move |headers: HeaderMap| asset.answer(&headers))
}

async fn playground_page(headers: HeaderMap) -> Response {
    let page = PAGE.answer(&headers);
    ([(CONTENT_SECURITY_POLICY, PLAYGROUND_POLICY)], page).into_response()
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
async fn welcome(State(endpoint): State<Endpoint>) -> Response {
    let directory = Directory::current(&endpoint.app);
    let page = include_str!("welcome.html");
    let playground = if endpoint.app.config.server.playground {
        include_str!("welcome_playground.html")
    } else {
        ""
    };
    let page = page
        .replace("{{playground}}", playground)
        .replace("{{shop}}", &escape(&directory.shop.name))
        .replace("{{url}}", &escape(endpoint.app.public_url()))
        .replace("{{version}}", env!("CARGO_PKG_VERSION"));
    ([(CONTENT_SECURITY_POLICY, WELCOME_POLICY)], Html(page)).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

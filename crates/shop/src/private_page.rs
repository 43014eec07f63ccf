//! Pages for a single buyer, which must not be cached, framed, or leak their URL.

use crate::{market::Directory, texts::Texts};
use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
};
use souk_kernel::app::App;

/// Content security policy of a page without scripts. Images may come from anywhere: merchants
/// import products whose images stay on other hosts.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' https: data:; \
                          base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What every page shows around its content.
pub(crate) struct Layout {
    /// Language tag of the page.
    pub(crate) language: &'static str,
    /// Name of the shop.
    pub(crate) shop: String,
    /// Title of the page.
    pub(crate) title: String,
}

impl Layout {
    /// A layout in a language.
    pub(crate) fn new(texts: &Texts, shop: &str, title: impl Into<String>) -> Self {
        Self {
            language: texts.tag,
            shop: shop.to_owned(),
            title: title.into(),
        }
    }
}

/// A response with a page. `policy` is its content security policy.
pub fn private_page(html: String, policy: &str) -> Response {
    let Ok(policy) = HeaderValue::from_str(policy) else {
        tracing::error!(policy, "a content security policy is no header");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let fixed = HeaderValue::from_static;
    let headers = [
        (CONTENT_TYPE, fixed("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, fixed("no-referrer")),
        (CACHE_CONTROL, fixed("no-store")),
    ];
    (headers, html).into_response()
}

/// A response with a page rendered from a template.
pub(crate) fn page_of(template: &impl Template, policy: &str) -> Response {
    match template.render() {
        Ok(html) => private_page(html, policy),
        Err(error) => {
            tracing::error!(?error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page with a message and an optional link.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    pub(crate) layout: Layout,
    pub(crate) lines: Vec<String>,
    /// Target and text of the link.
    pub(crate) link: Option<(String, &'static str)>,
    /// Seconds until the browser goes to a URL automatically; an empty URL reloads this page.
    pub(crate) refresh: Option<(u32, String)>,
}

impl Message {
    /// A page of the shop with these lines and no link.
    pub(crate) fn new(app: &App, texts: &Texts, heading: &str, lines: Vec<String>) -> Self {
        Self {
            layout: Layout::new(texts, &Directory::current(app).shop.name, heading),
            lines,
            link: None,
            refresh: None,
        }
    }
}

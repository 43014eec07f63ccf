//! Pages for one buyer: nobody else may keep them, frame them, or learn their address.

use crate::{app::App, texts::Texts};
use askama::Template;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
};

/// The content security policy of a page without scripts. Pictures may be anywhere: merchants
/// import products whose pictures stay where they are.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' https: data:; \
                          base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What every page shows around its contents.
pub(crate) struct Layout {
    /// Tag of its language.
    pub(crate) language: &'static str,
    /// Name of the shop.
    pub(crate) shop: String,
    /// What the page is about.
    pub(crate) title: String,
}

impl Layout {
    /// A page in a language.
    pub(crate) fn new(texts: &Texts, shop: &str, title: impl Into<String>) -> Self {
        Self {
            language: texts.tag,
            shop: shop.to_owned(),
            title: title.into(),
        }
    }
}

/// An answer with a page. `policy` is its content security policy.
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

/// An answer with the page that a template writes.
pub(crate) fn page_of(template: &impl Template, policy: &str) -> Response {
    match template.render() {
        Ok(html) => private_page(html, policy),
        Err(error) => {
            tracing::error!(?error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A page that says one thing, and where to go from there.
#[derive(Template)]
#[template(path = "message.html")]
pub(crate) struct Message {
    pub(crate) layout: Layout,
    pub(crate) lines: Vec<String>,
    /// Where the link leads, and what it says.
    pub(crate) link: Option<(String, &'static str)>,
    /// Seconds until the browser goes to an address by itself; an empty one is this page again.
    pub(crate) refresh: Option<(u32, String)>,
}

impl Message {
    /// A page of the shop that says these lines, and leads nowhere.
    pub(crate) fn new(app: &App, texts: &Texts, heading: &str, lines: Vec<String>) -> Self {
        Self {
            layout: Layout::new(texts, &app.directory().shop.name, heading),
            lines,
            link: None,
            refresh: None,
        }
    }
}

//! Determines the caller from the access token in the headers.

use super::refusal::{Code, Refusal};
use axum::http::{HeaderMap, header::AUTHORIZATION};
use souk_kernel::{app::App, tokens::Tokens, viewer::Viewer};

/// Header with the public access token of a sales channel.
const CHANNEL_TOKEN: &str = "x-shopify-storefront-access-token";
/// Header with a merchant's access token, for clients that do not use `Authorization`.
const MERCHANT_TOKEN: &str = "x-shopify-access-token";

/// The caller, by the merchant's access token in `Authorization: Bearer …` or
/// `X-Shopify-Access-Token`. Without one the caller is a buyer; an invalid token is an error and is
/// not ignored.
pub(super) fn viewer_of(app: &App, headers: &HeaderMap) -> Result<Viewer, Refusal> {
    let bearer = text(headers, AUTHORIZATION.as_str()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(token.trim())
    });
    match bearer.or_else(|| text(headers, MERCHANT_TOKEN)) {
        Some(token) => app
            .part::<Tokens>()
            .verify(&app.clock, token)
            .map_err(|error| Refusal::new(Code::Unauthenticated, error.to_string())),
        None => Ok(Viewer::default()),
    }
}

/// The public access token of the sales channel the request is for.
pub(super) fn channel_token(headers: &HeaderMap) -> Option<&str> {
    text(headers, CHANNEL_TOKEN)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

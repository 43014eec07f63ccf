//! Who asks: the token in the headers.

use super::refusal::{Code, Refusal};
use crate::{app::App, context::Viewer};
use axum::http::{HeaderMap, header::AUTHORIZATION};

/// Header with the public token of a sales channel.
const CHANNEL_TOKEN: &str = "x-shopify-storefront-access-token";
/// Header with the token of a merchant, for clients that do not use `Authorization`.
const MERCHANT_TOKEN: &str = "x-shopify-access-token";

/// The caller, by the merchant token in `Authorization: Bearer …` or `X-Shopify-Access-Token`.
/// Without one it is a buyer; a token that is not valid is refused, and not taken for no token.
pub(super) fn of(app: &App, headers: &HeaderMap) -> Result<Viewer, Refusal> {
    let bearer = text(headers, AUTHORIZATION.as_str()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(token.trim())
    });
    match bearer.or_else(|| text(headers, MERCHANT_TOKEN)) {
        Some(token) => app
            .tokens
            .verify(&app.clock, token)
            .map_err(|error| Refusal::new(Code::Unauthenticated, error.to_string())),
        None => Ok(Viewer::default()),
    }
}

/// The public token of the channel the request is for.
pub(super) fn channel_token(headers: &HeaderMap) -> Option<&str> {
    text(headers, CHANNEL_TOKEN)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

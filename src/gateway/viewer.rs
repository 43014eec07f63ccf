//! Determines the caller from the access token in the headers.

use super::refusal::{Code, Refusal};
use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use souk_kernel::{app::App, tokens::Tokens, viewer::Viewer};

/// Header with the public access token of a sales channel.
const CHANNEL_TOKEN: &str = "x-shopify-storefront-access-token";
/// Header with a merchant's access token, for clients that do not use `Authorization`.
const MERCHANT_TOKEN: &str = "x-shopify-access-token";

/// The caller, by the merchant's access token in `Authorization: Bearer …` or
/// `X-Shopify-Access-Token`. Without one the caller is a buyer; an invalid token is an error and is
/// not ignored.
pub(super) fn viewer_of(app: &App, headers: &HeaderMap) -> Result<Viewer, Refusal> {
    let token = match (headers.get(AUTHORIZATION), headers.get(MERCHANT_TOKEN)) {
        (Some(value), _) => bearer_token(value),
        (None, Some(value)) => value.to_str().ok(),
        (None, None) => return Ok(Viewer::default()),
    };
    let Some(token) = token else {
        let why = "send an access token as \"Authorization: Bearer …\", or no such header";
        return Err(Refusal::new(Code::Unauthenticated, why));
    };
    app.part::<Tokens>()
        .verify(&app.clock, token)
        .map_err(|error| Refusal::new(Code::Unauthenticated, error.to_string()))
}

fn bearer_token(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then_some(token.trim())
}

/// The public access token of the sales channel the request is for.
pub(super) fn channel_token(headers: &HeaderMap) -> Option<&str> {
    headers.get(CHANNEL_TOKEN)?.to_str().ok()
}

//! Pages without a form: they say why a step cannot be shown.

use super::visit::Visit;
use crate::{
    private_page::{Message, POLICY, page_of},
    texts::Texts,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use souk_kernel::app::App;

fn message(app: &App, texts: &Texts, heading: &str, more: &str) -> Message {
    Message::new(app, texts, heading, vec![more.to_owned()])
}

/// The same answer for a wrong key, an unknown cart and an expired cart, so that it does not reveal
/// which carts exist.
pub(super) fn nowhere(app: &App, texts: &Texts) -> Response {
    let it = &texts.outcome;
    let page = message(app, texts, it.unknown, it.unknown_more);
    (StatusCode::NOT_FOUND, page_of(&page, POLICY)).into_response()
}

/// The answer if no form could be read from the request.
pub(super) fn unreadable(app: &App, texts: &Texts) -> Response {
    let it = &texts.outcome;
    let page = message(app, texts, it.forged, it.forged_more);
    (StatusCode::BAD_REQUEST, page_of(&page, POLICY)).into_response()
}

/// The answer to a form that our page did not send.
pub(super) fn forged(app: &App, visit: &Visit) -> Response {
    let it = &visit.texts.outcome;
    let mut page = message(app, visit.texts, it.forged, it.forged_more);
    page.link = Some((visit.token.checkout_path(), it.to_the_checkout));
    (StatusCode::FORBIDDEN, page_of(&page, POLICY)).into_response()
}

/// The page of a cart without lines.
pub(super) fn empty(app: &App, visit: &Visit) -> Response {
    let it = &visit.texts.outcome;
    let page = message(app, visit.texts, it.empty, it.empty_more);
    page_of(&page, POLICY)
}

/// The answer if a database or another service failed.
pub(in crate::checkout) fn broken(
    app: &App,
    texts: &Texts,
    error: impl std::fmt::Debug,
) -> Response {
    tracing::error!(?error, "a page of the checkout could not be shown");
    let it = &texts.outcome;
    let page = message(app, texts, it.broken, it.broken_more);
    (StatusCode::SERVICE_UNAVAILABLE, page_of(&page, POLICY)).into_response()
}

/// The answer if the client stored too much in the last minute.
pub(in crate::checkout) fn throttled(app: &App, texts: &Texts) -> Response {
    let it = &texts.outcome;
    let page = message(app, texts, it.broken, it.broken_more);
    (StatusCode::TOO_MANY_REQUESTS, page_of(&page, POLICY)).into_response()
}

/// The page of a cart that was bought: it reveals nothing about the buyer or the order.
pub(in crate::checkout) fn bought(app: &App, texts: &Texts) -> Response {
    let it = &texts.outcome;
    page_of(&message(app, texts, it.bought, it.bought_more), POLICY)
}

//! HTTP endpoints of payments: the provider's webhook, and the page on which buyers confirm
//! payments of the test provider.

use super::{
    TestDecision, TestPage,
    webhooks::{self, ReceiveError},
};
use crate::{payments::Payments, private_page::private_page};
use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use souk_kernel::app::App;
use std::sync::Arc;

/// Only our style sheet may be loaded, and the page may not be framed. Form targets are not
/// restricted, because browsers would apply the restriction to the redirect back to the storefront
/// as well.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Answers `POST /webhooks/{provider}`. Any status but 200 makes the provider send the message
/// again.
pub async fn receive_webhook(
    app: &Arc<App>,
    provider: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> StatusCode {
    if provider != app.part::<Payments>().provider().name() {
        return StatusCode::NOT_FOUND;
    }
    match webhooks::receive(app, headers, body).await {
        Ok(received) => {
            tracing::debug!(provider, ?received, "a message of the payment provider");
            StatusCode::OK
        }
        Err(ReceiveError::Refused(reason)) => {
            tracing::warn!(provider, %reason, "a message of the payment provider was refused");
            StatusCode::BAD_REQUEST
        }
        Err(ReceiveError::Database(error)) => {
            tracing::error!(provider, ?error, "an event could not be written down");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// Answers `GET /payments/test/{secret}`: the page of the test provider.
pub async fn show_test_payment(app: &App, secret: &str) -> Response {
    let Some(test) = app.part::<Payments>().test_provider() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match test.page(secret).await {
        Ok(Some(page)) => show(&page),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// Answers `POST /payments/test/{secret}`: records the buyer's decision and redirects back to the
/// shop.
pub async fn decide_test_payment(app: &App, secret: &str, form: &[u8]) -> Response {
    let Some(test) = app.part::<Payments>().test_provider() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let decision = match form {
        b"decision=confirm" => TestDecision::Confirm,
        b"decision=refuse" => TestDecision::Refuse,
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    };
    match test.decide(secret, decision).await {
        Ok(Some(return_url)) => Redirect::to(&return_url).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

fn show(page: &TestPage) -> Response {
    let amount = format!(
        "{} {}",
        page.amount.decimal(),
        page.amount.currency().code()
    );
    let html = if page.waits {
        include_str!("test_provider/page.html").replace("{{amount}}", &amount)
    } else {
        include_str!("test_provider/decided.html")
            .replace("{{return_url}}", &escape(&page.return_url))
    };
    private_page(html, POLICY)
}

fn failed(error: &super::ProviderError) -> Response {
    tracing::error!(%error, "the test provider failed");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

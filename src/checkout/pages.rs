//! The page a buyer sees while an attempt goes on: where the bank sends them back to. It leads to
//! the bank, to the order, or says why there is none, without a script.

use super::{attempts, place_order};
use crate::{app::App, orders::status_page, private_page::private_page};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use souk_entities::orders::checkout_attempt::{self, AttemptState};
use std::{sync::Arc, time::Duration};

/// Nothing is loaded, and nobody may put the page into a frame.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";
/// How long the page waits for the saga before it asks the browser to come again.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Template)]
#[template(path = "checkout/attempt.html")]
struct AttemptPage<'a> {
    language: &'a str,
    heading: &'a str,
    lines: Vec<String>,
    waits: bool,
}

/// Answers `GET /checkouts/attempts/{key}`.
pub async fn attempt(app: &Arc<App>, key: &str) -> Response {
    match look_again(app, key).await {
        Ok(Some(attempt)) => show(app, attempt),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, "an attempt could not be shown");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The attempt as it is once it went on as far as it can: the buyer may come from the bank.
async fn look_again(app: &Arc<App>, key: &str) -> anyhow::Result<Option<checkout_attempt::Model>> {
    let db = app.databases.orders.writer();
    let Some(attempt) = attempts::by_key(db, key).await? else {
        return Ok(None);
    };
    if matches!(
        attempt.state,
        AttemptState::Succeeded | AttemptState::Failed
    ) {
        return Ok(Some(attempt));
    }
    place_order::wake(app, attempt.id, PATIENCE).await?;
    Ok(attempts::by_key(db, key).await?)
}

fn show(app: &App, attempt: checkout_attempt::Model) -> Response {
    if let (AttemptState::Succeeded, Some(order)) = (attempt.state, attempt.order_id) {
        return Redirect::to(&status_page::url(app, order)).into_response();
    }
    if let (AttemptState::ActionRequired, Some(url)) = (attempt.state, &attempt.action_url) {
        return Redirect::to(url).into_response();
    }
    let failed = attempt.state == AttemptState::Failed;
    let failures = attempt.failures.0.into_iter();
    let page = AttemptPage {
        language: "en",
        heading: if failed {
            "The order was not placed"
        } else {
            "Your order is being placed"
        },
        lines: if failed {
            failures.map(|failure| failure.message).collect()
        } else {
            vec!["This takes a moment. The page looks again by itself.".to_owned()]
        },
        waits: !failed,
    };
    page_of(&page)
}

fn page_of(page: &AttemptPage<'_>) -> Response {
    match page.render() {
        Ok(html) => private_page(html, POLICY),
        Err(error) => {
            tracing::error!(?error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

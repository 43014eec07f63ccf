//! The status page of an order, for whoever has its secret link. It needs no script and loads
//! nothing.

use super::{
    mail::letter::{Page, summary},
    place::name,
    status_page,
    whole::Whole,
};
use crate::{app::App, private_page::private_page};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use souk_entities::orders::order::{self, FulfillmentStatus};

/// Nothing is loaded, and nobody may put the page into a frame.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "orders/status.html")]
struct Status<'a> {
    page: &'a Page,
}

/// Answers `GET /orders/{secret}`.
pub async fn status(app: &App, secret: &str) -> Response {
    match page(app, secret).await {
        Ok(Some(html)) => private_page(html, POLICY),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, "an order could not be shown");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn page(app: &App, secret: &str) -> anyhow::Result<Option<String>> {
    let Some(order) = status_page::find(app, secret).await? else {
        return Ok(None);
    };
    let opening = opening(&order);
    let heading = format!("Order {}", name(order.number));
    let whole = Whole::around(app.databases.orders.reader(), order).await?;
    let page = summary(app, &whole, heading, opening);
    Ok(Some(Status { page: &page }.render()?))
}

/// How the order goes, in a sentence.
fn opening(order: &order::Model) -> &'static str {
    if order.cancelled_at.is_some() {
        return "This order was cancelled.";
    }
    match order.fulfillment_status {
        FulfillmentStatus::Fulfilled => "Everything was sent.",
        FulfillmentStatus::PartiallyFulfilled => "A part of it was sent.",
        FulfillmentStatus::Restocked => "Nothing of it will be sent.",
        FulfillmentStatus::OnHold | FulfillmentStatus::Unfulfilled => {
            "Thank you. We have your order and write when it is on its way."
        }
    }
}

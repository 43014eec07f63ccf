//! The status page of an order, for anyone who has its secret link. It uses no script and loads no
//! resources.

use super::{
    locked_order::LockedOrder,
    mail::letter::{Page, summary},
    names::display_name,
    status_links,
};
use crate::{
    private_page::{Layout, POLICY, private_page},
    texts::{self, OrderTexts},
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use souk_entities::orders::order::{self, FulfillmentStatus};
use souk_kernel::app::App;

#[derive(Template)]
#[template(path = "orders/status.html")]
struct Status<'a> {
    layout: Layout,
    page: &'a Page,
}

/// Answers `GET /orders/{secret}`.
pub async fn show_status_page(app: &App, secret: &str) -> Response {
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
    let Some(order) = status_links::order_of_status_page(app, secret).await? else {
        return Ok(None);
    };
    let texts = texts::of_locale(&order.language);
    let opening = opening(&texts.order, &order);
    let heading = (texts.order.heading)(&display_name(order.number));
    let whole = LockedOrder::around(app.databases.orders.reader(), order).await?;
    let page = summary(app, &whole, heading, opening);
    let layout = Layout::new(texts, &page.shop, page.heading.clone());
    let status = Status {
        layout,
        page: &page,
    };
    Ok(Some(status.render()?))
}

/// The state of the order in one sentence.
fn opening(texts: &OrderTexts, order: &order::Model) -> &'static str {
    if order.cancelled_at.is_some() {
        return texts.cancelled;
    }
    match order.fulfillment_status {
        FulfillmentStatus::Fulfilled => texts.sent,
        FulfillmentStatus::PartiallyFulfilled => texts.partly_sent,
        FulfillmentStatus::Restocked => texts.not_sent,
        FulfillmentStatus::OnHold | FulfillmentStatus::Unfulfilled => texts.received,
    }
}

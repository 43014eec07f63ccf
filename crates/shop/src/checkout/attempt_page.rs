//! The page a buyer sees while an attempt is in progress, and where the bank sends them back to. It
//! leads to the bank or to the order, or says why there is none, without a script.

use super::{
    observers::{self, ObservedAttempt, VisibleAttempt},
    outcome, place_order, step_pages,
    submit::PAGE_PATIENCE,
};
use crate::{
    orders,
    private_page::{Message, POLICY, page_of},
    texts::Texts,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use souk_entities::orders::checkout_attempt::{self, AttemptState};
use souk_kernel::app::App;
use std::sync::Arc;

/// Seconds until the browser reloads.
const LOOK_AGAIN_S: u32 = 2;

/// Answers `GET /checkouts/attempts/{key}`.
pub async fn show_attempt_page(app: &Arc<App>, key: &str) -> Response {
    match look_again(app, key).await {
        Ok(Some(VisibleAttempt::Own(attempt))) => show(app, *attempt).await,
        Ok(Some(VisibleAttempt::Observed(attempt))) => show_to_observer(app, &attempt),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(?error, "an attempt could not be shown");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Finds the attempt. If it is the buyer's own, it is first driven as far as it can go: the buyer
/// may be coming from the bank.
async fn look_again(app: &Arc<App>, key: &str) -> anyhow::Result<Option<VisibleAttempt>> {
    let found = observers::visible_attempt(app, key).await?;
    let Some(VisibleAttempt::Own(attempt)) = &found else {
        return Ok(found);
    };
    if matches!(
        attempt.state,
        AttemptState::Succeeded | AttemptState::Failed
    ) {
        return Ok(found);
    }
    place_order::wake(app, attempt.id, PAGE_PATIENCE).await?;
    Ok(observers::visible_attempt(app, key).await?)
}

/// The page for someone who knows the cart but did not submit it: it leads nowhere.
fn show_to_observer(app: &App, attempt: &ObservedAttempt) -> Response {
    let texts = attempt.texts;
    match attempt.state {
        AttemptState::Succeeded => step_pages::bought(app, texts),
        AttemptState::Failed => page_of(
            &Message::new(app, texts, texts.outcome.failed, Vec::new()),
            POLICY,
        ),
        AttemptState::Processing | AttemptState::ActionRequired => placing(app, texts),
    }
}

async fn show(app: &App, attempt: checkout_attempt::Model) -> Response {
    let texts = outcome::texts_of_attempt(&attempt);
    match (attempt.state, attempt.order_id, &attempt.action_url) {
        (AttemptState::Succeeded, Some(order), _) => {
            let status = orders::status_page_url(app, order);
            if !step_pages::is_from_page(&attempt) {
                return Redirect::to(&status).into_response();
            }
            match orders::order_name(app, order).await {
                Ok(name) => thanks(app, texts, name, status),
                Err(error) => step_pages::broken(app, texts, error),
            }
        }
        (AttemptState::ActionRequired, _, Some(url)) => bank(app, texts, url),
        (AttemptState::Failed, ..) => match step_pages::way_back(app, &attempt) {
            Some(path) => Redirect::to(&path).into_response(),
            None => failed(app, texts, &attempt),
        },
        _ => placing(app, texts),
    }
}

fn thanks(app: &App, texts: &Texts, name: Option<String>, status: String) -> Response {
    let it = &texts.outcome;
    let number = name.map(|name| (it.number)(&name));
    let lines = number.into_iter().chain([it.thanks_more.to_owned()]);
    let mut page = Message::new(app, texts, it.thanks, lines.collect());
    page.link = Some((status, it.see_order));
    page_of(&page, POLICY)
}

/// Leads to the bank through a page of its own: a form may only lead to us, redirects included.
fn bank(app: &App, texts: &Texts, url: &str) -> Response {
    let it = &texts.outcome;
    let mut page = Message::new(app, texts, it.bank, vec![it.bank_more.to_owned()]);
    page.link = Some((url.to_owned(), it.to_the_bank));
    page.refresh = Some((0, url.to_owned()));
    page_of(&page, POLICY)
}

fn failed(app: &App, texts: &Texts, attempt: &checkout_attempt::Model) -> Response {
    let it = &texts.outcome;
    let why = outcome::failure_text(it, attempt).to_owned();
    page_of(&Message::new(app, texts, it.failed, vec![why]), POLICY)
}

fn placing(app: &App, texts: &Texts) -> Response {
    let it = &texts.outcome;
    let mut page = Message::new(app, texts, it.placing, vec![it.placing_more.to_owned()]);
    page.refresh = Some((LOOK_AGAIN_S, String::new()));
    page_of(&page, POLICY)
}

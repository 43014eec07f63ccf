//! The checkout page: a cart becomes an order in a browser, without scripts unless the payment
//! provider needs them. It reads and changes carts with the functions the API uses.
//!
//! A step is shown by GET and saved by POST, which redirects to the next open step. What a cart
//! still needs determines that step, so a cart filled through the API starts where something is
//! missing.

mod address;
mod codes;
mod contact;
mod delivery;
pub(crate) mod form;
mod frame;
mod payment;
mod review;
mod session;
mod summary;
mod visit;

pub use super::page::form::CheckoutForm;
use crate::{
    cart::{self, CartError, CartKeys, CartToken},
    market::Directory,
    orders,
    private_page::{Message, POLICY, page_of},
    texts::{self, Texts},
};
pub use session::FormKeys;

use super::{freeze::Frozen, pages, store};
use axum::{
    http::{HeaderMap, StatusCode, header::ACCEPT_LANGUAGE},
    response::{IntoResponse, Redirect, Response},
};
use form::Problem;
use session::Session;
use souk_entities::orders::checkout_attempt::{self, AttemptState};
use souk_kernel::{app::App, codes::LanguageCode, error::ApiError, viewer::Client};
use std::{str::FromStr, sync::Arc};
use strum::{EnumString, IntoStaticStr};
use visit::Visit;

/// Prefix of the tokens of attempts started on this page, so that the attempt's page leads back
/// here.
const ATTEMPT_PREFIX: &str = "page-";

/// A request of a browser.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The part of the URL that names the cart.
    pub token: String,
    /// The part of the URL that proves it.
    pub key: String,
    /// Name of a notice to show.
    pub notice: Option<String>,
    /// Key of a failed attempt.
    pub attempt: Option<String>,
    /// The client that sent it.
    pub client: Client,
    /// Headers of the request.
    pub headers: HeaderMap,
}

/// A step, in the order of the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
enum Step {
    Contact,
    Address,
    Delivery,
    Payment,
    Review,
}

/// Which form was sent.
#[derive(Clone, Copy)]
enum Sent {
    /// The form of a step.
    Step(Step),
    /// The code form on a step.
    Codes(Step),
    /// The button that lowers quantities to what is in stock.
    Adjust,
}

impl Sent {
    fn read(name: &str, form: &CheckoutForm) -> Option<Self> {
        match name {
            codes::CODES => codes::step_of(form).map(Self::Codes),
            review::ADJUST => Some(Self::Adjust),
            name => Step::from_str(name).ok().map(Self::Step),
        }
    }
}

/// Where a form that was sent leads.
enum Saved {
    /// To the next open step.
    Next,
    /// To a path.
    To(String),
    /// Back to the form, with its problems.
    Wrong(Vec<Problem>),
}

/// The state of the cart that a browser opens.
enum Arrival {
    /// It can be bought.
    Open(Box<Visit>),
    /// An attempt is in progress.
    UnderWay(String),
    /// It was bought.
    Bought(Box<checkout_attempt::Model>),
    /// There is no such cart, or it has expired.
    Nowhere,
}

/// Answers `GET /checkouts/{token}`: redirects to the first open step.
pub async fn enter_checkout(app: &Arc<App>, asked: &PageRequest) -> Response {
    answer(app, asked, arrive(app, asked).await, async |visit| {
        let step = visit.open_step();
        Ok(Redirect::to(&visit.path(step, asked.notice.as_deref())).into_response())
    })
    .await
}

/// Answers `GET /checkouts/{token}/{step}`.
pub async fn show_checkout_step(app: &Arc<App>, asked: &PageRequest, step: &str) -> Response {
    let Ok(step) = Step::from_str(step) else {
        return nowhere(app, asked);
    };
    answer(app, asked, arrive(app, asked).await, async |visit| {
        if !visit.steps().contains(&step) || step > visit.open_step() {
            return Ok(Redirect::to(&visit.path(visit.open_step(), None)).into_response());
        }
        let notice = notice(app, asked, &visit).await?;
        step_page(
            app,
            &visit,
            step,
            Given {
                notice,
                ..Given::default()
            },
        )
        .await
    })
    .await
}

/// Answers `POST /checkouts/{token}/{step}`.
pub async fn submit_checkout_step(
    app: &Arc<App>,
    asked: &PageRequest,
    step: &str,
    form: &CheckoutForm,
) -> Response {
    let Some(sent) = Sent::read(step, form) else {
        return nowhere(app, asked);
    };
    answer(app, asked, arrive(app, asked).await, async |visit| {
        if !visit
            .session
            .sent(app.part::<FormKeys>(), &visit.token, form)
        {
            return Ok(forged(app, &visit));
        }
        let saved = match sent {
            Sent::Step(step) => save(app, &visit, step, form).await,
            Sent::Codes(step) => codes::save(app, &visit, step, form).await,
            Sent::Adjust => review::adjust(app, &visit).await,
        };
        let (step, problems) = match (saved, sent) {
            (Ok(Saved::Wrong(problems)), Sent::Step(step)) => (step, problems),
            (Ok(Saved::Wrong(problems)), Sent::Codes(step)) => (visit.nearest(step), problems),
            (Ok(Saved::To(path)), _) => return Ok(Redirect::to(&path).into_response()),
            // The cart is gone or was bought in the meantime: its own page says which.
            (Ok(_) | Err(CartError::Refused(_)), _) => {
                return Ok(Redirect::to(&visit.token.checkout_path()).into_response());
            }
            (Err(CartError::Failed(error)), _) => return Err(error),
        };
        let given = Given {
            form: Some(form),
            problems,
            notice: None,
        };
        let page = step_page(app, &visit, step, given).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    })
    .await
}

/// What a page shows besides the cart.
#[derive(Default)]
struct Given<'a> {
    /// What was sent, if something in it is wrong.
    form: Option<&'a CheckoutForm>,
    problems: Vec<Problem>,
    notice: Option<&'static str>,
}

async fn step_page(
    app: &App,
    visit: &Visit,
    step: Step,
    given: Given<'_>,
) -> Result<Response, ApiError> {
    match step {
        Step::Contact => contact::page(app, visit, given).await,
        Step::Address => address::page(app, visit, given).await,
        Step::Delivery => delivery::page(app, visit, given).await,
        Step::Payment => payment::page(app, visit, given).await,
        Step::Review => review::page(app, visit, given).await,
    }
}

async fn save(
    app: &Arc<App>,
    visit: &Visit,
    step: Step,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    match step {
        Step::Contact => contact::save(app, visit, form).await,
        Step::Address => address::save(app, visit, form).await,
        Step::Delivery => delivery::save(app, visit, form).await,
        Step::Payment => payment::save(app, visit, form).await,
        Step::Review => review::buy(app, visit, form).await,
    }
}

/// Finds the cart of a request and its state.
async fn arrive(app: &App, asked: &PageRequest) -> Result<Arrival, ApiError> {
    let Some(token) = app.part::<CartKeys>().read(&asked.token, &asked.key) else {
        return Ok(Arrival::Nowhere);
    };
    let db = app.databases.orders.writer();
    let known = store::attempts_of_cart(db, token.token(), "").await?;
    if let Some(attempt) = known.into_iter().next() {
        return Ok(match attempt.state {
            AttemptState::Succeeded => Arrival::Bought(Box::new(attempt)),
            _ => Arrival::UnderWay(attempt.key),
        });
    }
    let language = accepted_language(&asked.headers);
    let anyone = Default::default();
    let directory = Directory::current(app);
    let channel = directory.channel_of(None);
    let audience = directory.audience(anyone, channel, app.clock.now());
    let Some(row) = cart::read_cart(app, &audience, &token).await? else {
        return Ok(Arrival::Nowhere);
    };
    let audience = cart::last_audience(app, &row, language);
    let session = Session::of(&asked.headers);
    let client = asked.client.clone();
    let visit = Visit::open(app, token, audience, client, row, session).await?;
    Ok(Arrival::Open(Box::new(visit)))
}

/// Runs `open` for a cart that can be bought; answers for every other.
async fn answer(
    app: &App,
    asked: &PageRequest,
    arrival: Result<Arrival, ApiError>,
    open: impl AsyncFnOnce(Visit) -> Result<Response, ApiError>,
) -> Response {
    let answered = match arrival {
        Ok(Arrival::Open(visit)) if visit.view.row.lines.0.is_empty() => Ok(empty(app, &visit)),
        Ok(Arrival::Open(visit)) => {
            let cookie = visit.session.cookie(app);
            open(*visit).await.map(|mut response| {
                response.headers_mut().extend(cookie);
                response
            })
        }
        Ok(Arrival::UnderWay(key)) => Ok(Redirect::to(&pages::path(&key)).into_response()),
        Ok(Arrival::Bought(attempt)) => bought(app, &attempt).await,
        Ok(Arrival::Nowhere) => Ok(nowhere(app, asked)),
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|error| broken(app, texts_of(asked), error))
}

/// The notice to show: the outcome of an attempt, or a notice by its name.
async fn notice(
    app: &App,
    asked: &PageRequest,
    visit: &Visit,
) -> Result<Option<&'static str>, ApiError> {
    if let Some(key) = &asked.attempt {
        let attempt = store::attempt_by_key(app.databases.orders.writer(), key).await?;
        let ours = attempt.filter(|it| it.cart_id == visit.token.token());
        let failed = ours.filter(|it| it.state == AttemptState::Failed);
        return Ok(failed.map(|it| pages::failure(&visit.texts.outcome, &it)));
    }
    let notices = &visit.texts.checkout.notices;
    Ok(match asked.notice.as_deref() {
        Some("changed") => Some(notices.changed),
        Some("incomplete") => Some(notices.incomplete),
        Some("sold") => Some(visit.texts.outcome.failures.sold_out),
        Some("adjusted") => Some(notices.adjusted),
        Some("taxes") => Some(notices.taxes),
        _ => None,
    })
}

/// Where the page of an attempt leads back to: the step at which the buyer can do something about
/// it. `None` for an attempt started by another client.
pub(super) fn way_back(app: &App, attempt: &checkout_attempt::Model) -> Option<String> {
    if !is_ours(attempt) {
        return None;
    }
    let step = if pages::is_about_payment(attempt) {
        Step::Payment
    } else {
        Step::Review
    };
    let path = app
        .part::<CartKeys>()
        .of(&attempt.cart_id)
        .checkout_step_path(step.into());
    Some(format!("{path}&attempt={}", attempt.key))
}

/// Whether this page started the attempt.
pub(super) fn is_ours(attempt: &checkout_attempt::Model) -> bool {
    attempt.token.starts_with(ATTEMPT_PREFIX)
}

/// The first of the browser's languages that we know.
fn accepted_language(headers: &HeaderMap) -> Option<LanguageCode> {
    let accepted = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let tags = accepted
        .split(',')
        .filter_map(|part| part.split(';').next());
    tags.filter_map(|tag| LanguageCode::from_locale(tag.trim()))
        .next()
}

fn texts_of(asked: &PageRequest) -> &'static Texts {
    texts::texts_in(accepted_language(&asked.headers).unwrap_or(LanguageCode::En))
}

fn message(app: &App, texts: &Texts, heading: &str, more: &str) -> Message {
    Message::new(app, texts, heading, vec![more.to_owned()])
}

/// One answer for a wrong key, an unknown cart and an expired one, so that nobody learns which.
fn nowhere(app: &App, asked: &PageRequest) -> Response {
    let texts = texts_of(asked);
    let it = &texts.outcome;
    let page = message(app, texts, it.unknown, it.unknown_more);
    (StatusCode::NOT_FOUND, page_of(&page, POLICY)).into_response()
}

/// The answer if no form could be read from the request.
pub fn show_unreadable_form(app: &App, asked: &PageRequest) -> Response {
    let texts = texts_of(asked);
    let it = &texts.outcome;
    let page = message(app, texts, it.forged, it.forged_more);
    (StatusCode::BAD_REQUEST, page_of(&page, POLICY)).into_response()
}

fn forged(app: &App, visit: &Visit) -> Response {
    let it = &visit.texts.outcome;
    let mut page = message(app, visit.texts, it.forged, it.forged_more);
    page.link = Some((visit.token.checkout_path(), it.to_the_checkout));
    (StatusCode::FORBIDDEN, page_of(&page, POLICY)).into_response()
}

fn empty(app: &App, visit: &Visit) -> Response {
    let it = &visit.texts.outcome;
    let page = message(app, visit.texts, it.empty, it.empty_more);
    page_of(&page, POLICY)
}

pub(super) fn broken(app: &App, texts: &Texts, error: impl std::fmt::Debug) -> Response {
    tracing::error!(?error, "a page of the checkout could not be shown");
    let it = &texts.outcome;
    let page = message(app, texts, it.broken, it.broken_more);
    (StatusCode::SERVICE_UNAVAILABLE, page_of(&page, POLICY)).into_response()
}

/// The page of a cart that was bought: it reveals nothing about the buyer and does not link to the
/// order.
async fn bought(app: &App, attempt: &checkout_attempt::Model) -> Result<Response, ApiError> {
    let texts = spoken_in(attempt);
    let it = &texts.outcome;
    let mut page = message(app, texts, it.bought, it.bought_more);
    if let Some(order) = attempt.order_id {
        let name = orders::order_name(app, order).await?;
        page.lines.splice(0..0, name.map(|name| (it.number)(&name)));
    }
    Ok(page_of(&page, POLICY))
}

/// The texts in the language in which the cart was submitted.
pub(super) fn spoken_in(attempt: &checkout_attempt::Model) -> &'static Texts {
    let frozen: Option<Frozen> = serde_json::from_str(&attempt.frozen).ok();
    texts::texts_in(frozen.map_or(LanguageCode::En, |frozen| frozen.cart.language))
}

/// Path of a step of a cart, with a notice given by its name.
fn path(token: &CartToken, step: Step, notice: Option<&str>) -> String {
    let path = token.checkout_step_path(step.into());
    match notice {
        Some(notice) => format!("{path}&notice={notice}"),
        None => path,
    }
}

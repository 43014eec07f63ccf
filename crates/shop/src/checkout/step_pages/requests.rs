//! Answers the requests of browsers for the pages of the steps.

use super::{
    address, attempts, codes, contact, delivery,
    form::{CheckoutForm, Given, Saved},
    messages, payment, review,
    session::{FormKeys, Session},
    shortages,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, CartError, CartKeys, CartToken},
    checkout::{links, observers, outcome, store},
    market::Directory,
    texts::{self, Texts},
};
use axum::{
    http::{HeaderMap, StatusCode, header::ACCEPT_LANGUAGE},
    response::{IntoResponse, Redirect, Response},
};
use souk_entities::orders::checkout_attempt::{self, AttemptState};
use souk_kernel::{app::App, codes::LanguageCode, error::ApiError, viewer::Client};
use std::{str::FromStr, sync::Arc};

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
            shortages::ADJUST => Some(Self::Adjust),
            name => Step::from_str(name).ok().map(Self::Step),
        }
    }
}

/// The state of the cart that a browser opens.
enum Arrival {
    /// It can be bought.
    Open(Box<Visit>),
    /// An attempt is in progress, or this browser bought it; the key for the browser.
    Attempt(String),
    /// It was bought by another browser or another client, in this language.
    Bought(&'static Texts),
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
        return messages::nowhere(app, texts_of(asked));
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
        return messages::nowhere(app, texts_of(asked));
    };
    answer(app, asked, arrive(app, asked).await, async |visit| {
        if !visit
            .session
            .sent(app.part::<FormKeys>(), &visit.token, form)
        {
            return Ok(messages::forged(app, &visit));
        }
        let saved = match sent {
            Sent::Step(step) => save(app, &visit, step, form).await,
            Sent::Codes(step) => codes::save(app, &visit, step, form).await,
            Sent::Adjust => shortages::adjust(app, &visit).await,
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
    let session = Session::of(&asked.headers);
    let db = app.databases.orders.writer();
    let known = store::attempts_of_cart(db, token.token(), "").await?;
    if let Some(attempt) = known.into_iter().next() {
        return Ok(arrive_late(app, &session, &token, attempt));
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
    let client = asked.client.clone();
    let visit = Visit::open(app, token, audience, client, row, session).await?;
    Ok(Arrival::Open(Box::new(visit)))
}

/// The state of a cart with an attempt that is live or has succeeded. Only the browser that began
/// it is led to it.
fn arrive_late(
    app: &App,
    session: &Session,
    cart: &CartToken,
    attempt: checkout_attempt::Model,
) -> Arrival {
    let is_own = attempts::is_token_of(session, app.part::<FormKeys>(), cart, &attempt.token);
    match (is_own, attempt.state) {
        (true, _) => Arrival::Attempt(attempt.key),
        (false, AttemptState::Succeeded) => Arrival::Bought(outcome::texts_of_attempt(&attempt)),
        (false, _) => Arrival::Attempt(observers::observer_key(app, attempt.id)),
    }
}

/// Runs `open` for a cart that can be bought; answers for every other.
async fn answer(
    app: &App,
    asked: &PageRequest,
    arrival: Result<Arrival, ApiError>,
    open: impl AsyncFnOnce(Visit) -> Result<Response, ApiError>,
) -> Response {
    let answered = match arrival {
        Ok(Arrival::Open(visit)) if visit.view.row.lines.0.is_empty() => {
            Ok(messages::empty(app, &visit))
        }
        Ok(Arrival::Open(visit)) => {
            let cookie = visit.session.cookie(app);
            open(*visit).await.map(|mut response| {
                response.headers_mut().extend(cookie);
                response
            })
        }
        Ok(Arrival::Attempt(key)) => Ok(Redirect::to(&links::attempt_path(&key)).into_response()),
        Ok(Arrival::Bought(texts)) => Ok(messages::bought(app, texts)),
        Ok(Arrival::Nowhere) => Ok(messages::nowhere(app, texts_of(asked))),
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|error| match error {
        ApiError::Throttled => messages::throttled(app, texts_of(asked)),
        error => messages::broken(app, texts_of(asked), error),
    })
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
        return Ok(failed.map(|it| outcome::failure_text(&visit.texts.outcome, &it)));
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

/// The answer if no form could be read from the request.
pub fn show_unreadable_form(app: &App, asked: &PageRequest) -> Response {
    messages::unreadable(app, texts_of(asked))
}

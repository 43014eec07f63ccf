//! The review step. What is bought is what was shown: if the total has changed, it is shown again.

use super::{
    attempts,
    form::{CheckoutForm, Given, Saved},
    frame::Frame,
    payment,
    session::FormKeys,
    shortages,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, CartError, MissingMerchandise},
    checkout::{
        codes::SubmissionErrorCode,
        freeze::Missing,
        links,
        submit::{self, Submitted},
    },
    delivery::Offer,
    private_page::{Layout, POLICY, page_of},
};
use askama::Template;
use axum::response::Response;
use souk_entities::cart::cart::PaymentMethod;
use souk_kernel::{app::App, error::ApiError};
use std::sync::Arc;

/// Field with our token for the attempt: created with the page, so that two clicks are one attempt.
const ATTEMPT: &str = "attempt";
/// Field with the amounts that were shown, in minor units, and their currency.
const TOTAL: &str = "total";
#[derive(Template)]
#[template(path = "checkout/review.html")]
struct ReviewPage {
    layout: Layout,
    frame: Frame,
    heading: &'static str,
    parts: Vec<Part>,
    attempt: String,
    total: String,
    buy: String,
    /// Path of the button that lowers quantities to what is in stock, if stock is short.
    adjust: Option<String>,
    /// Whether something in the cart is no longer sold.
    has_gone: bool,
}

/// What the buyer entered at a step.
struct Part {
    label: &'static str,
    lines: Vec<String>,
    change: String,
}

/// The page of the step.
pub(super) async fn page(
    app: &App,
    visit: &Visit,
    mut given: Given<'_>,
) -> Result<Response, ApiError> {
    let texts = &visit.texts.checkout;
    if visit.missing.contains(&MissingMerchandise::Taxes) {
        given.notice = Some(texts.notices.taxes);
    }
    let has_gone = !shortages::gone(visit).is_empty();
    let is_short = has_gone || !shortages::short(app, visit).await?.is_empty();
    let charge = visit.charge();
    let frame = Frame::new(app, visit, Step::Review, given).await?;
    let page = ReviewPage {
        layout: frame.layout(),
        frame,
        heading: texts.review,
        parts: parts(visit),
        attempt: attempts::new_token(&visit.session, app.part::<FormKeys>(), &visit.token),
        total: shown(visit),
        buy: match charge.minor() {
            0 => texts.buy_for_nothing.to_owned(),
            _ => (texts.buy)(&visit.texts.total(charge)),
        },
        adjust: is_short.then(|| visit.token.checkout_step_path(shortages::ADJUST)),
        has_gone,
    };
    Ok(page_of(&page, POLICY))
}

/// The total and what is left to pay after gift cards, as the form holds them.
fn shown(visit: &Visit) -> String {
    let (total, charge) = (visit.total(), visit.charge());
    let code = total.currency().code();
    format!("{} {} {code}", total.minor(), charge.minor())
}

fn parts(visit: &Visit) -> Vec<Part> {
    let row = &visit.view.row;
    let buyer = [&row.buyer.email, &row.buyer.phone];
    let known = cart::delivery_address(row).map(|known| &known.address);
    let offers = visit.view.groups.iter().filter_map(|it| it.chosen.as_ref());
    let lines = |step| match step {
        Step::Contact => buyer.iter().filter_map(|it| (*it).clone()).collect(),
        Step::Address => known
            .map(|it| crate::postal::lines(it, visit.texts.country))
            .unwrap_or_default(),
        Step::Delivery => offers
            .clone()
            .map(|offer| offer_line(visit, offer))
            .collect(),
        Step::Payment => vec![paid_by(visit).to_owned()],
        Step::Review => Vec::new(),
    };
    let steps = visit
        .steps()
        .into_iter()
        .filter(|step| *step != Step::Review);
    steps
        .map(|step| Part {
            label: step.label(&visit.texts.checkout),
            lines: lines(step),
            change: visit.path(step, None),
        })
        .collect()
}

fn offer_line(visit: &Visit, offer: &Offer) -> String {
    let price = souk_kernel::money::Money::new(offer.price, visit.view.audience.currency);
    format!("{}, {}", offer.title, visit.texts.price(price))
}

fn paid_by(visit: &Visit) -> &'static str {
    let texts = &visit.texts.checkout;
    let method = visit.view.row.payment.as_ref().map(|it| &it.method);
    match method {
        Some(PaymentMethod::Token(token)) if token.starts_with("test_") => texts.a_test_card,
        Some(PaymentMethod::ApplePay(_) | PaymentMethod::Token(_) | PaymentMethod::Saved(_)) => {
            texts.a_provider
        }
        Some(PaymentMethod::Free) | None => texts.nothing_to_pay,
    }
}

/// Buys what was shown.
pub(super) async fn buy(
    app: &Arc<App>,
    visit: &Visit,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let again = |notice| Ok(Saved::To(visit.path(Step::Review, Some(notice))));
    if visit.open_step() != Step::Review {
        return Ok(Saved::To(visit.path(visit.open_step(), Some("incomplete"))));
    }
    let attempt = form.text(ATTEMPT);
    let keys = app.part::<FormKeys>();
    let is_ours = |text: &&str| attempts::is_token_of(&visit.session, keys, &visit.token, text);
    let Some(attempt) = attempt.filter(is_ours) else {
        return again("incomplete");
    };
    if form.text(TOTAL) != Some(&shown(visit)) {
        return again("changed");
    }
    if !is_for_this_charge(visit) {
        set_charge(app, visit).await?; // the buyer has seen it
    }
    let patience = submit::PAGE_PATIENCE;
    let submitted = submit::submit(app, &visit.audience, &visit.token, attempt, patience).await?;
    Ok(match submitted {
        Submitted::Accepted(key) => Saved::To(links::attempt_path(&key)),
        // The page of the cart knows whether this browser began the other attempt.
        Submitted::Already(_) => Saved::To(visit.token.checkout_path()),
        Submitted::Failed(missing) => Saved::To(visit.path(Step::Review, Some(told(&missing)))),
    })
}

fn told(missing: &[Missing]) -> &'static str {
    use SubmissionErrorCode as Code;
    let is_changed = |it: &Missing| {
        matches!(
            it.code,
            Code::PaymentsUnacceptablePaymentAmount | Code::PaymentsMethodUnavailable | Code::Error
        )
    };
    let is_sold = |it: &Missing| {
        matches!(
            it.code,
            Code::MerchandiseOutOfStock | Code::MerchandiseNotEnoughStockAvailable
        )
    };
    if missing.iter().any(is_sold) {
        return "sold";
    }
    match missing.iter().any(is_changed) {
        true => "changed",
        false => "incomplete",
    }
}

fn is_for_this_charge(visit: &Visit) -> bool {
    let charge = visit.charge();
    let payment = visit.view.row.payment.as_ref();
    payment.is_some_and(|it| {
        let is_same = it.amount == charge.minor() && it.currency == charge.currency().code();
        is_same && (it.method != PaymentMethod::Free || charge.minor() == 0)
    })
}

async fn set_charge(app: &App, visit: &Visit) -> Result<(), CartError> {
    let known = visit.view.row.payment.as_ref().map(|it| it.method.clone());
    let method = match visit.charge().minor() {
        0 => PaymentMethod::Free,
        _ => known.unwrap_or(PaymentMethod::Free),
    };
    payment::set(app, visit, method).await
}

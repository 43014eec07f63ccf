//! The payment step. The provider's own form in the page turns a card into a token; with the test
//! provider a list of test cards does. Nothing is charged here.

use super::{
    delivery::ChoicesPage,
    form::{CheckoutForm, Choice, Given, Problem, Radio, Saved},
    frame::Frame,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, CartError, CartErrorCode, NewPayment, holds_card_number},
    payments::{CaptureMode, ClientSettings, ContentSources, Payments},
    private_page::{Layout, POLICY, page_of},
    texts::{CheckoutTexts, TestCardTexts},
};
use askama::Template;
use axum::response::Response;
use souk_entities::cart::cart::{PaymentMethod, PostalAddress};
use souk_kernel::{app::App, error::ApiError};

/// Field with the provider's token.
const FIELD: &str = "payment";

/// The page with Stripe's own form.
#[derive(Template)]
#[template(path = "checkout/stripe.html")]
struct StripePage {
    layout: Layout,
    frame: Frame,
    heading: &'static str,
    settings: ClientSettings,
    problem: Option<&'static str>,
}

impl StripePage {
    /// When the provider captures, as its form names it.
    fn capture(&self) -> &'static str {
        match self.settings.capture {
            CaptureMode::Automatic => "automatic",
            CaptureMode::Manual => "manual",
        }
    }
}

/// The page of the step.
pub(super) async fn page(app: &App, visit: &Visit, given: Given<'_>) -> Result<Response, ApiError> {
    let texts = &visit.texts.checkout;
    let mut problems = given.problems.iter();
    let problem = problems.find(|problem| problem.field == FIELD);
    let problem = problem.map(|problem| problem.message);
    let chosen = given.form.and_then(|form| form.owned(FIELD));
    let chosen = chosen.or_else(|| token(visit).map(str::to_owned));
    let provider = app.part::<Payments>().provider();
    let settings = provider.client_settings(visit.charge(), app.config.payments.capture);
    let is_test = app.part::<Payments>().test_provider().is_some();
    let frame = Frame::new(app, visit, Step::Payment, given).await?;
    let heading = texts.payment;
    let (note, choices) = match settings {
        Ok(_) if is_test => {
            let cards = test_cards(texts, chosen.as_deref(), problem);
            (Some(texts.test_payment), vec![cards])
        }
        Ok(settings) if settings.provider == "stripe" => {
            let policy = policy(&settings.content_sources);
            let page = StripePage {
                layout: frame.layout(),
                frame,
                heading,
                settings,
                problem,
            };
            return Ok(page_of(&page, &policy));
        }
        Ok(_) => (None, vec![nothing(texts)]),
        Err(error) => {
            tracing::error!(%error, "the payment provider cannot take this amount");
            (None, vec![nothing(texts)])
        }
    };
    let page = ChoicesPage {
        layout: frame.layout(),
        frame,
        heading,
        note,
        choices,
    };
    Ok(page_of(&page, POLICY))
}

/// The content security policy of a page with a provider's form: our scripts and the provider's
/// only.
fn policy(sources: &ContentSources) -> String {
    let list = |sources: &[&str]| sources.join(" ");
    format!(
        "{POLICY}; script-src 'self' {}; frame-src {}; connect-src 'self' {}",
        list(sources.scripts),
        list(sources.frames),
        list(sources.connections)
    )
}

/// The token the buyer chose before.
fn token(visit: &Visit) -> Option<&str> {
    match &visit.view.row.payment.as_ref()?.method {
        PaymentMethod::Token(token) => Some(token),
        PaymentMethod::ApplePay(_) | PaymentMethod::Saved(_) | PaymentMethod::Free => None,
    }
}

/// Tokens of the test provider with their effects.
fn tokens(texts: &TestCardTexts) -> [(&'static str, &'static str); 5] {
    [
        ("test_ok", texts.ok),
        ("test_3ds", texts.challenge),
        ("test_decline", texts.decline),
        ("test_insufficient_funds", texts.poor),
        ("test_slow", texts.slow),
    ]
}

fn test_cards(
    texts: &CheckoutTexts,
    chosen: Option<&str>,
    problem: Option<&'static str>,
) -> Choice {
    let known = tokens(&texts.test_cards);
    let chosen = chosen.filter(|chosen| known.iter().any(|(token, _)| token == chosen));
    let chosen = chosen.unwrap_or("test_ok");
    let options = known.into_iter().map(|(token, what)| Radio {
        value: token.to_owned(),
        label: what.to_owned(),
        hint: Some(token.to_owned()),
        price: None,
        checked: token == chosen,
    });
    Choice {
        name: FIELD,
        legend: texts.payment,
        options: options.collect(),
        problem,
        nothing: texts.payment_down,
    }
}

fn nothing(texts: &CheckoutTexts) -> Choice {
    Choice {
        name: FIELD,
        legend: texts.payment,
        options: Vec::new(),
        problem: None,
        nothing: texts.payment_down,
    }
}

/// Saves the payment method.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let errors = &visit.texts.checkout.errors;
    let wrong = |message| Ok(Saved::Wrong(vec![Problem::new(FIELD, message)]));
    let Some(token) = form.owned(FIELD) else {
        return wrong(errors.choice);
    };
    if holds_card_number(&token) {
        return wrong(errors.card_number);
    }
    match set(app, visit, PaymentMethod::Token(token)).await {
        Ok(()) => Ok(Saved::Next),
        Err(CartError::Refused(refusals))
            if refusals
                .iter()
                .any(|it| it.code == CartErrorCode::InvalidPayment) =>
        {
            wrong(errors.choice)
        }
        Err(failed) => Err(failed),
    }
}

/// Stores a payment method for what the cart costs now. The billing address is the one the buyer
/// gave, else the delivery address.
pub(super) async fn set(app: &App, visit: &Visit, method: PaymentMethod) -> Result<(), CartError> {
    let row = &visit.view.row;
    let billing = row.billing_address.as_ref();
    let delivery = cart::delivery_address(row).map(|known| &known.address);
    let new = NewPayment {
        amount: visit.charge(),
        method,
        billing_address: billing
            .or(delivery)
            .map_or_else(PostalAddress::default, Clone::clone),
        path: &["payment"],
        others: Vec::new(),
    };
    cart::set_payment(app, &visit.audience, &visit.token, &new).await?;
    Ok(())
}

//! The contact step: the e-mail address, and a phone number for the carrier.

use super::{
    form::{CheckoutForm, Field, Given, Problem, Saved},
    frame::Frame,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, CartError},
    private_page::{Layout, POLICY, page_of},
};
use askama::Template;
use axum::response::Response;
use souk_kernel::{
    app::App,
    error::ApiError,
    validators::{email_fault, phone_fault},
};

#[derive(Template)]
#[template(path = "checkout/fields.html")]
pub(super) struct FieldsPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) heading: &'static str,
    pub(super) fields: Vec<Field>,
}

/// The page of the step.
pub(super) async fn page(app: &App, visit: &Visit, given: Given<'_>) -> Result<Response, ApiError> {
    let texts = &visit.texts.checkout;
    let buyer = &visit.view.row.buyer;
    let (form, problems) = (given.form, &given.problems);
    let mut email = Field::line("email", texts.email, "email").of_type("email");
    email.hint = Some(texts.email_hint);
    let phone = Field::line("phone", texts.phone, "tel").of_type("tel");
    let fields = vec![
        email.filled(form, buyer.email.as_deref(), problems),
        phone
            .optional()
            .filled(form, buyer.phone.as_deref(), problems),
    ];
    let frame = Frame::new(app, visit, Step::Contact, given).await?;
    let page = FieldsPage {
        layout: frame.layout(),
        frame,
        heading: texts.contact,
        fields,
    };
    Ok(page_of(&page, POLICY))
}

/// Saves the buyer's contact details.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let texts = &visit.texts.checkout;
    let mut problems = form.card_numbers(&["email", "phone"], texts);
    // The confirmation is sent to this address, so it must be valid.
    let email = form
        .text("email")
        .filter(|text| email_fault(text).is_none());
    if email.is_none() {
        problems.push(Problem::new("email", texts.errors.email));
    }
    let phone = form.text("phone");
    if phone.and_then(phone_fault).is_some() {
        problems.push(Problem::new("phone", texts.errors.unusable));
    }
    if !problems.is_empty() {
        return Ok(Saved::Wrong(problems));
    }
    let (email, phone) = (email.map(str::to_owned), phone.map(str::to_owned));
    cart::set_buyer(
        app,
        &visit.audience,
        &visit.token,
        |buyer| {
            buyer.email.clone_from(&email);
            buyer.phone.clone_from(&phone);
        },
        None,
    )
    .await?;
    Ok(Saved::Next)
}

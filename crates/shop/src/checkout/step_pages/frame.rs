//! What every step of the page shows around its form.

use super::{
    codes::{self, CodeBox},
    form::{Given, Problem},
    session::FormKeys,
    steps::Step,
    summary::Summary,
    visit::Visit,
};
use crate::{market::Directory, private_page::Layout, texts::Texts};
use souk_kernel::{app::App, error::ApiError};

/// The frame of a step.
pub(super) struct Frame {
    shop: String,
    title: String,
    pub(super) texts: &'static Texts,
    pub(super) steps: Vec<StepLink>,
    /// Path of the previous step.
    pub(super) back: Option<String>,
    /// Path the form is sent to.
    pub(super) action: String,
    /// MAC that proves that the shop created the form.
    pub(super) proof: String,
    pub(super) notice: Option<&'static str>,
    pub(super) problems: Vec<Problem>,
    pub(super) summary: Summary,
    /// The code box.
    pub(super) codes: Option<CodeBox>,
}

/// A step in the list of steps.
pub(super) struct StepLink {
    pub(super) label: &'static str,
    /// Its path; `None` for steps that are not open yet.
    pub(super) path: Option<String>,
    pub(super) current: bool,
}

impl Frame {
    /// The frame of a step.
    pub(super) async fn new(
        app: &App,
        visit: &Visit,
        step: Step,
        given: Given<'_>,
    ) -> Result<Self, ApiError> {
        let texts = visit.texts;
        let open = visit.open_step();
        let links = visit.steps().into_iter().map(|it| StepLink {
            label: it.label(&texts.checkout),
            path: (it <= open && it != step).then(|| visit.path(it, None)),
            current: it == step,
        });
        let before = visit.steps().into_iter().rfind(|it| *it < step);
        let title = format!("{}: {}", texts.checkout.title, step.label(&texts.checkout));
        Ok(Self {
            shop: Directory::current(app).shop.name.clone(),
            title,
            texts,
            steps: links.collect(),
            back: before.map(|it| visit.path(it, None)),
            action: visit.path(step, None),
            proof: visit.session.proof(app.part::<FormKeys>(), &visit.token),
            codes: CodeBox::at(visit, step, &given),
            notice: given.notice,
            problems: given.problems,
            summary: Summary::of(app, visit, step).await?,
        })
    }

    /// Label of a field with a problem; `None` if it has none.
    pub(super) fn label(&self, field: &str) -> Option<&'static str> {
        let texts = &self.texts.checkout;
        match field {
            codes::FIELD => Some(texts.codes),
            "email" => Some(texts.email),
            "phone" => Some(texts.phone),
            "country" => Some(texts.country),
            "first_name" => Some(texts.first_name),
            "last_name" => Some(texts.last_name),
            "company" => Some(texts.company),
            "address1" => Some(texts.street),
            "address2" => Some(texts.street_more),
            "zip" => Some(texts.zip),
            "city" => Some(texts.city),
            "province" => Some(texts.province),
            _ => None,
        }
    }

    /// The layout around the page.
    pub(super) fn layout(&self) -> Layout {
        Layout::new(self.texts, &self.shop, self.title.clone())
    }
}

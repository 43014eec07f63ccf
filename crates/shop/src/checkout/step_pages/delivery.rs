//! The delivery step: the delivery options offered for the address, with their prices.

use super::{
    form::{CheckoutForm, Choice, Given, Problem, Radio, Saved},
    frame::Frame,
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{self, CartError, DeliveryChoice, DeliveryGroup, GroupKind},
    delivery::{Delivery, Offer, Way},
    private_page::{Layout, POLICY, page_of},
};
use askama::Template;
use axum::response::Response;
use souk_kernel::{app::App, error::ApiError, money::Money};

#[derive(Template)]
#[template(path = "checkout/choices.html")]
pub(super) struct ChoicesPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) heading: &'static str,
    pub(super) note: Option<&'static str>,
    pub(super) choices: Vec<Choice>,
}

impl ChoicesPage {
    /// Whether every list has an option.
    fn can_go_on(&self) -> bool {
        self.choices.iter().all(|choice| !choice.options.is_empty())
    }
}

/// The page of the step.
pub(super) async fn page(app: &App, visit: &Visit, given: Given<'_>) -> Result<Response, ApiError> {
    let mut choices = Vec::with_capacity(visit.view.groups.len());
    for group in &visit.view.groups {
        let offers = group.offers(app).await?;
        choices.push(choice(app, visit, group, &offers, &given));
    }
    let frame = Frame::new(app, visit, Step::Delivery, given).await?;
    let page = ChoicesPage {
        layout: frame.layout(),
        frame,
        heading: visit.texts.checkout.delivery,
        note: None,
        choices,
    };
    Ok(page_of(&page, POLICY))
}

/// The description of a delivery option, in the buyer's language if the text is ours.
fn hint(app: &App, visit: &Visit, offer: &Offer) -> Option<String> {
    let Way::PickUp(location) = offer.way else {
        return offer.description.clone();
    };
    let zones = app.part::<Delivery>().current();
    let place = zones.pickup_at(location)?;
    let ready = (visit.texts.checkout.ready)(&place.pickup_time);
    Some(match place.instructions.trim() {
        "" => ready.to_owned(),
        instructions => format!("{ready}. {instructions}"),
    })
}

fn choice(
    app: &App,
    visit: &Visit,
    group: &DeliveryGroup,
    offers: &[Offer],
    given: &Given<'_>,
) -> Choice {
    let texts = &visit.texts.checkout;
    let name = field(group.kind);
    let sent = given.form.and_then(|form| form.text(name));
    let chosen = group.chosen.as_ref().map(|offer| offer.handle.as_str());
    let first = offers.first().map(|offer| offer.handle.as_str());
    let chosen = sent.or(chosen).or(first);
    let options = offers.iter().map(|offer| {
        let price = Money::new(offer.price, visit.view.audience.currency);
        let label = match offer.way {
            Way::Shipping => offer.title.clone(),
            Way::PickUp(_) => format!("{}: {}", texts.pick_up, offer.title),
        };
        Radio {
            value: offer.handle.clone(),
            label,
            hint: hint(app, visit, offer),
            price: Some(visit.texts.price(price)),
            checked: chosen == Some(&offer.handle),
        }
    });
    let mut problems = given.problems.iter();
    Choice {
        name,
        legend: match group.kind {
            GroupKind::OneTimePurchase => texts.parcel,
            GroupKind::Subscription => texts.later_parcels,
        },
        options: options.collect(),
        problem: problems.find(|it| it.field == name).map(|it| it.message),
        nothing: texts.no_delivery,
    }
}

fn field(kind: GroupKind) -> &'static str {
    match kind {
        GroupKind::OneTimePurchase => "delivery",
        GroupKind::Subscription => "later_delivery",
    }
}

/// Saves the selected delivery options.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let error = visit.texts.checkout.errors.choice;
    let groups = &visit.view.groups;
    let (mut choices, mut problems) = (Vec::new(), Vec::new());
    for group in groups {
        let name = field(group.kind);
        match form.owned(name) {
            Some(handle) => choices.push(DeliveryChoice {
                group: group.gid(),
                handle,
            }),
            None => problems.push(Problem::new(name, error)),
        }
    }
    if !problems.is_empty() {
        return Ok(Saved::Wrong(problems));
    }
    match cart::choose_delivery(app, &visit.audience, &visit.token, &choices).await {
        Ok(_) => Ok(Saved::Next),
        // An option offered when the page was shown may be gone: the page shows which are left.
        Err(CartError::Refused(_)) if !groups.is_empty() => {
            let all = groups
                .iter()
                .map(|group| Problem::new(field(group.kind), error));
            Ok(Saved::Wrong(all.collect()))
        }
        Err(failed) => Err(failed),
    }
}

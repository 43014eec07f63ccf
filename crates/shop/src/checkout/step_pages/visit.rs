//! A buyer's visit to a cart that can be bought: what is in it, what it costs, what it still needs.

use super::{session::Session, steps::Step};
use crate::{
    cart::{CartToken, CartView, MissingMerchandise, Quote, Shelf},
    market::Audience,
    texts::{self, Texts},
};
use souk_entities::cart::cart::{self, PaymentMethod};
use souk_kernel::{app::App, error::ApiError, money::Money, viewer::Client};

/// A visit to a cart.
pub(super) struct Visit {
    pub(super) token: CartToken,
    pub(super) texts: &'static Texts,
    pub(super) audience: Audience,
    pub(super) client: Client,
    pub(super) view: CartView,
    pub(super) quote: Quote,
    pub(super) missing: Vec<MissingMerchandise>,
    pub(super) session: Session,
}

impl Visit {
    /// Prices a cart and determines what it needs.
    pub(super) async fn open(
        app: &App,
        token: CartToken,
        audience: Audience,
        client: Client,
        row: cart::Model,
        session: Session,
    ) -> Result<Self, ApiError> {
        let view = Box::pin(crate::cart::build_view(
            app,
            &audience,
            &token,
            row,
            Shelf::default(),
        ))
        .await?;
        let quote = crate::cart::quote_cart(app, &view).await?;
        Ok(Self {
            texts: texts::texts_in(view.audience.language),
            missing: crate::cart::missing_merchandise(&view, &quote),
            token,
            audience,
            client,
            view,
            quote,
            session,
        })
    }

    /// What it costs, as far as known.
    pub(super) fn total(&self) -> Money {
        self.quote.total()
    }

    /// What is left to pay after gift cards.
    pub(super) fn charge(&self) -> Money {
        crate::cart::left_to_pay(&self.view, &self.quote)
    }

    /// Steps of this cart: there is no address step if nothing is shipped, and no payment step if
    /// nothing is left to pay after gift cards.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = vec![Step::Contact];
        if self.view.is_shipped() {
            steps.extend([Step::Address, Step::Delivery]);
        }
        if self.charge().minor() > 0 {
            steps.push(Step::Payment);
        }
        steps.push(Step::Review);
        steps
    }

    /// The first step at which something is missing; the last one if nothing is.
    pub(super) fn open_step(&self) -> Step {
        let needed = self.missing.iter().filter_map(|missing| match missing {
            MissingMerchandise::Email => Some(Step::Contact),
            MissingMerchandise::Address | MissingMerchandise::AddressLine(_) => Some(Step::Address),
            MissingMerchandise::DeliveryOption(_) => Some(Step::Delivery),
            MissingMerchandise::Lines
            | MissingMerchandise::Merchandise(_)
            | MissingMerchandise::Taxes => None,
        });
        let payment = (!self.is_paid()).then_some(Step::Payment);
        needed.chain(payment).min().unwrap_or(Step::Review)
    }

    /// The step, if the cart has it and it is open; else the first open one.
    pub(super) fn nearest(&self, step: Step) -> Step {
        let open = self.open_step();
        let is_there = step <= open && self.steps().contains(&step);
        if is_there { step } else { open }
    }

    /// Whether a payment method is set, or nothing is left to pay.
    fn is_paid(&self) -> bool {
        let method = self.view.row.payment.as_ref().map(|it| &it.method);
        match method {
            Some(
                PaymentMethod::ApplePay(_) | PaymentMethod::Token(_) | PaymentMethod::Saved(_),
            ) => true,
            Some(PaymentMethod::Free) | None => self.charge().minor() == 0,
        }
    }

    /// Path of a step, with a notice given by its name.
    pub(super) fn path(&self, step: Step, notice: Option<&str>) -> String {
        step.path(&self.token, notice)
    }
}

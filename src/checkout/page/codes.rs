//! The box for codes: a gift card pays for the cart. It is a form of its own beside that of the step,
//! and leads back to where it stood.

use super::{
    Given, Saved, Step,
    form::{Form, Problem},
    visit::Visit,
};
use crate::{
    app::App,
    cart::{
        card_numbers::holds_card_number,
        codes::{CartErrorCode, CartWarningCode},
        gift_cards::{self, Entered},
        refusal::CartError,
    },
    money::Money,
};
use async_graphql::ID;
use std::str::FromStr;

/// Where the form goes.
pub(super) const CODES: &str = "codes";
/// Field with the code.
pub(super) const FIELD: &str = "code";
/// Field with the step the form stands at.
const FROM: &str = "from";
/// Field with the card that is taken away.
const REMOVE: &str = "remove";

/// The box as a page shows it.
pub(super) struct CodeBox {
    pub(super) action: String,
    pub(super) from: &'static str,
    /// What was entered, where it is wrong.
    pub(super) code: String,
    pub(super) problem: Option<&'static str>,
    pub(super) cards: Vec<CardRow>,
}

/// A gift card of the cart.
pub(super) struct CardRow {
    pub(super) id: String,
    /// End of its code.
    pub(super) end: String,
    /// What it pays.
    pub(super) amount: String,
}

impl CodeBox {
    /// The box at a step; `None` at those that come before paying.
    pub(super) fn at(visit: &Visit, step: Step, given: &Given<'_>) -> Option<Self> {
        if step < Step::Payment {
            return None;
        }
        let mut problems = given.problems.iter();
        let problem = problems.find(|problem| problem.field == FIELD);
        let entered = given.form.and_then(|form| form.owned(FIELD));
        Some(Self {
            action: visit.token.checkout_step_path(CODES),
            from: step.into(),
            code: problem.and(entered).unwrap_or_default(),
            problem: problem.map(|problem| problem.message),
            cards: rows(visit),
        })
    }

    /// Whether it is shown unfolded.
    pub(super) fn is_open(&self) -> bool {
        self.problem.is_some() || !self.cards.is_empty()
    }
}

fn rows(visit: &Visit) -> Vec<CardRow> {
    let parts = gift_cards::parts(&visit.view, &visit.quote).into_iter();
    let currency = visit.view.audience.currency;
    parts
        .map(|part| CardRow {
            id: gift_cards::gid(&visit.token, part.card).0,
            end: part.last_characters,
            amount: visit.texts.money(Money::new(-part.amount, currency)),
        })
        .collect()
}

/// The step a form stands at.
pub(super) fn step_of(form: &Form) -> Option<Step> {
    let step = form.text(FROM)?;
    let step = Step::from_str(step).ok();
    step.filter(|step| *step >= Step::Payment)
}

/// Takes a card away, or does what a code is for.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    step: Step,
    form: &Form,
) -> Result<Saved, CartError> {
    let errors = &visit.texts.checkout.errors;
    let done = || Ok(Saved::To(visit.path(step, None)));
    let wrong = |message| Ok(Saved::Wrong(vec![Problem::new(FIELD, message)]));
    if let Some(card) = form.owned(REMOVE) {
        let removed = gift_cards::remove(app, &visit.audience, &visit.token, &[ID(card)]).await;
        return match removed {
            Ok(_) | Err(CartError::Refused(_)) => done(), // it is gone already
            Err(failed) => Err(failed),
        };
    }
    let Some(code) = form.owned(FIELD) else {
        return wrong(errors.missing);
    };
    let why = match enter_gift_card(app, visit, &code).await? {
        Tried::Right => return done(),
        Tried::Wrong if holds_card_number(&code) => errors.card_number,
        Tried::Wrong => errors.code,
        Tried::TooMany => errors.too_many_cards,
        Tried::TooOften => errors.too_many_codes,
    };
    if enter_discount(app, visit, &code).await? {
        return done();
    }
    wrong(why)
}

/// What came of a code.
enum Tried {
    Right,
    Wrong,
    /// The cart has as many cards as it may.
    TooMany,
    /// Too many wrong ones were tried before.
    TooOften,
}

async fn enter_gift_card(app: &App, visit: &Visit, code: &str) -> Result<Tried, CartError> {
    let (audience, client, token) = (&visit.audience, &visit.client, &visit.token);
    let codes = [code.to_owned()];
    let entered = gift_cards::enter(app, audience, client, token, &codes, Entered::Besides).await;
    match entered {
        Ok(changed) => {
            let mut warnings = changed.warnings.iter();
            let unusable = CartWarningCode::PaymentsGiftCardsUnavailable;
            let is_wrong = warnings.any(|warning| warning.code == unusable);
            Ok(if is_wrong { Tried::Wrong } else { Tried::Right })
        }
        Err(CartError::Refused(refusals)) => {
            let is = |code| refusals.iter().any(|refusal| refusal.code == code);
            match () {
                () if is(CartErrorCode::CartTooLarge) => Ok(Tried::TooMany),
                () if is(CartErrorCode::ServiceUnavailable) => Ok(Tried::TooOften),
                () => Err(CartError::Refused(refusals)),
            }
        }
        Err(failed) => Err(failed),
    }
}

/// Applies a code that is no gift card's as a discount code; whether it was one. Carts take no discount
/// codes yet.
async fn enter_discount(_app: &App, _visit: &Visit, _code: &str) -> Result<bool, CartError> {
    Ok(false)
}

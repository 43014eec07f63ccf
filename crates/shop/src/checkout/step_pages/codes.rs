//! The code box: a gift card pays for the cart, a discount code reduces its price. It is a form of
//! its own beside that of the step, and returns to that step.

use super::{
    form::{CheckoutForm, Given, Problem, Saved},
    steps::Step,
    visit::Visit,
};
use crate::{
    cart::{
        self, CartError, CartErrorCode, CartWarningCode, Cut, EnteredGiftCards, holds_card_number,
    },
    promotions::{DiscountAsker, IneligibleReason, normalized_code},
};
use async_graphql::ID;
use souk_kernel::{app::App, money::Money};
use std::str::FromStr;

/// Path segment the form is sent to.
pub(super) const CODES: &str = "codes";
/// Field with the code.
pub(super) const FIELD: &str = "code";
/// Field with the step the form is on.
const FROM: &str = "from";
/// Field with the gift card to remove.
const REMOVE: &str = "remove";
/// Field with the discount code to remove.
const DROP: &str = "drop";

/// The code box as a page shows it.
pub(super) struct CodeBox {
    pub(super) action: String,
    pub(super) from: &'static str,
    /// What was entered, if it is wrong.
    pub(super) code: String,
    pub(super) problem: Option<&'static str>,
    pub(super) rows: Vec<CodeRow>,
}

/// A code of the cart.
pub(super) struct CodeRow {
    /// Field that removes it, and its value.
    pub(super) field: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    /// What it pays or takes off.
    pub(super) amount: Option<String>,
    /// Why it has no effect.
    pub(super) why: Option<&'static str>,
}

impl CodeBox {
    /// The code box on a step; `None` on steps before the payment.
    pub(super) fn at(visit: &Visit, step: Step, given: &Given<'_>) -> Option<Self> {
        if step < Step::Payment {
            return None;
        }
        let mut problems = given.problems.iter();
        let problem = problems.find(|problem| problem.field == FIELD);
        let written = given.form.and_then(|form| form.owned(FIELD));
        Some(Self {
            action: visit.token.checkout_step_path(CODES),
            from: step.into(),
            code: problem.and(written).unwrap_or_default(),
            problem: problem.map(|problem| problem.message),
            rows: entered(visit).chain(cards(visit)).collect(),
        })
    }

    /// Whether it is shown expanded.
    pub(super) fn is_open(&self) -> bool {
        self.problem.is_some() || !self.rows.is_empty()
    }
}

fn cards(visit: &Visit) -> impl Iterator<Item = CodeRow> {
    let parts = cart::gift_card_parts(&visit.view, &visit.quote).into_iter();
    let currency = visit.view.audience.currency;
    parts.map(move |part| CodeRow {
        field: REMOVE,
        id: cart::gift_card_gid(&visit.token, part.card).0,
        name: format!(
            "{} •••• {}",
            visit.texts.costs.gift_card, part.last_characters
        ),
        amount: Some(visit.texts.money(Money::new(-part.amount, currency))),
        why: None,
    })
}

fn entered(visit: &Visit) -> impl Iterator<Item = CodeRow> {
    let discounts = visit.view.discounts();
    let cuts = discounts.wholes();
    let currency = visit.view.audience.currency;
    let known = discounts.considered.candidates.iter();
    let known: Vec<_> = known.filter_map(|it| it.code.as_ref()).collect();
    discounts.considered.codes.iter().map(move |entered| {
        let shown = known
            .iter()
            .find(|it| it.code == normalized_code(&entered.code));
        let is_its = |cut: &&Cut<'_>| {
            let code = cut.candidate.code.as_ref();
            code.is_some_and(|code| code.code == normalized_code(&entered.code))
        };
        let cut = cuts.iter().find(is_its);
        CodeRow {
            field: DROP,
            id: entered.code.clone(),
            name: shown.map_or(&entered.code, |it| &it.shown).clone(),
            amount: cut.map(|cut| visit.texts.money(Money::new(-cut.whole, currency))),
            why: entered.verdict.err().map(|reason| why(visit, reason)),
        }
    })
}

/// Why a discount does not apply, in the language of the buyer.
fn why(visit: &Visit, reason: IneligibleReason) -> &'static str {
    reason.text(&visit.texts.discounts)
}

/// The step a form is on.
pub(super) fn step_of(form: &CheckoutForm) -> Option<Step> {
    let step = form.text(FROM)?;
    let step = Step::from_str(step).ok();
    step.filter(|step| *step >= Step::Payment)
}

/// Removes a gift card or discount code, or applies the code that was entered.
pub(super) async fn save(
    app: &App,
    visit: &Visit,
    step: Step,
    form: &CheckoutForm,
) -> Result<Saved, CartError> {
    let errors = &visit.texts.checkout.errors;
    let done = || Ok(Saved::To(visit.path(step, None)));
    let wrong = |message| Ok(Saved::Wrong(vec![Problem::new(FIELD, message)]));
    if let Some(card) = form.owned(REMOVE) {
        let removed = cart::remove_gift_card(app, &visit.audience, &visit.token, &[ID(card)]).await;
        return match removed {
            Ok(_) | Err(CartError::Refused(_)) => done(), // already removed
            Err(failed) => Err(failed),
        };
    }
    if let Some(code) = form.text(DROP) {
        let mut codes = visit.view.row.discount_codes.0.clone();
        codes.retain(|known| normalized_code(known) != normalized_code(code));
        set_discount_codes(app, visit, &codes).await?;
        return done();
    }
    let Some(code) = form.owned(FIELD) else {
        return wrong(errors.missing);
    };
    if holds_card_number(&code) {
        return wrong(errors.card_number);
    }
    match enter_discount(app, visit, &code).await? {
        TriedDiscount::Right => return done(),
        TriedDiscount::Inapplicable(why) => return wrong(why),
        TriedDiscount::TooOften => return wrong(errors.too_many_codes),
        TriedDiscount::Wrong => {}
    }
    match enter_gift_card(app, visit, &code).await? {
        Tried::Right => done(),
        Tried::Wrong => wrong(errors.code),
        Tried::TooMany => wrong(errors.too_many_cards),
        Tried::TooOften => wrong(errors.too_many_codes),
    }
}

/// Result of trying a gift card code.
enum Tried {
    Right,
    Wrong,
    /// The cart has as many gift cards as it may.
    TooMany,
    /// Too many wrong codes were tried before.
    TooOften,
}

async fn enter_gift_card(app: &App, visit: &Visit, code: &str) -> Result<Tried, CartError> {
    let (audience, client, token) = (&visit.audience, &visit.client, &visit.token);
    let codes = [code.to_owned()];
    let entered = cart::enter_gift_cards(
        app,
        audience,
        client,
        token,
        &codes,
        EnteredGiftCards::Besides,
    )
    .await;
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

/// Result of trying a discount code.
enum TriedDiscount {
    Right,
    /// The discount does not apply; the reason.
    Inapplicable(&'static str),
    /// No discount has the code.
    Wrong,
    /// Too many wrong codes were tried before.
    TooOften,
}

/// Enters a code if a discount has it. A code that does not apply is not stored.
async fn enter_discount(app: &App, visit: &Visit, code: &str) -> Result<TriedDiscount, CartError> {
    let (client, row, path) = (&visit.client, &visit.view.row, ["discountCodes"]);
    let Ok(counted) = cart::try_codes(app, client, row, &[code.to_owned()], &path).await else {
        return Ok(TriedDiscount::TooOften);
    };
    let mut codes = visit.view.row.discount_codes.0.clone();
    if codes
        .iter()
        .all(|known| normalized_code(known) != normalized_code(code))
    {
        codes.push(code.to_owned());
    }
    let asker = DiscountAsker::Buyer;
    let tried = Box::pin(cart::consider_discounts(app, &visit.view, &codes, asker)).await?;
    counted.end(None); // a code that no discount has is counted once, as one of a gift card
    let mut verdicts = tried.considered.codes.iter();
    let verdict = verdicts.find(|it| normalized_code(&it.code) == normalized_code(code));
    match verdict.map_or(Err(IneligibleReason::NotFound), |it| it.verdict) {
        Err(IneligibleReason::NotFound) => Ok(TriedDiscount::Wrong),
        Err(reason) => Ok(TriedDiscount::Inapplicable(why(visit, reason))),
        Ok(()) => {
            set_discount_codes(app, visit, &codes).await?;
            Ok(TriedDiscount::Right)
        }
    }
}

async fn set_discount_codes(app: &App, visit: &Visit, codes: &[String]) -> Result<(), CartError> {
    let (audience, client) = (&visit.audience, &visit.client);
    let changed = cart::set_discount_codes(app, audience, client, &visit.token, codes);
    Box::pin(changed).await.map(|_| ())
}

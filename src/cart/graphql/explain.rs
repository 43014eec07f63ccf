//! Why discounts apply to a cart, or do not, in words that a buyer can be told.

use super::cart::Cart;
use crate::{
    cart::{
        discounts::{self, CartDiscounts},
        view::CartView,
    },
    context::RequestContext,
    error::ApiError,
    money::Money,
    promotions::{Applied, Candidate, Reason, considered::normal},
    scalars::MoneyV2,
    texts,
};
use async_graphql::{Context, ID, Object, SimpleObject};

/// Why a discount applies to a cart, or does not.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanation {
    /// Name of the discount; null where there is none with the code.
    title: Option<String>,
    /// The code; null for a discount that applies by itself.
    code: Option<String>,
    /// Whether it applies.
    applied: bool,
    /// The rule by which it does not apply; null where it does.
    reason: Option<Reason>,
    /// The same for people, in the language of the request.
    message: String,
    /// What it takes off, from goods and delivery together.
    amount: MoneyV2,
    /// The lines it makes cheaper, in the order of the cart.
    #[graphql(complexity = "50 * child_complexity + 1")]
    lines: Vec<DiscountExplanationLine>,
    /// What delivery costs before it and after it; null while no way of delivery is chosen.
    delivery: Option<DiscountExplanationDelivery>,
}

/// What a line costs before a discount and after it.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanationLine {
    /// Global id of the line.
    line_id: ID,
    /// Price of all units, with the discounts that are taken off before.
    before: MoneyV2,
    /// Price of all units with this discount, too.
    after: MoneyV2,
}

/// What delivery costs before a discount and after it.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanationDelivery {
    /// Price before.
    before: MoneyV2,
    /// Price after.
    after: MoneyV2,
}

/// Queries about the discounts of a cart.
#[derive(Default)]
pub struct DiscountExplainQuery;

#[Object]
impl DiscountExplainQuery {
    /// Why each discount that was considered for a cart applies, or does not: those that apply first, in
    /// the order in which they are taken off. Discounts for others that the buyer knows no code of are
    /// left out. Null for a cart that this shop did not make, or that has expired.
    #[graphql(complexity = "50 * child_complexity + 1")]
    async fn discount_explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "A code to try, as if it were entered too.")] code: Option<String>,
    ) -> Option<Result<Vec<DiscountExplanation>, ApiError>> {
        explain(ctx, &cart_id, code).await.transpose()
    }
}

async fn explain(
    ctx: &Context<'_>,
    cart: &ID,
    code: Option<String>,
) -> Result<Option<Vec<DiscountExplanation>>, ApiError> {
    let Some(cart) = Cart::find(ctx, cart).await? else {
        return Ok(None);
    };
    let view = cart.view();
    let mut codes = view.row.discount_codes.0.clone();
    if let Some(code) = code {
        if code.chars().count() > discounts::MOST_CODE_CHARACTERS {
            let message = "a discount code has at most 255 characters".to_owned();
            return Err(ApiError::BadInput(message));
        }
        if codes.iter().all(|known| normal(known) != normal(&code)) {
            codes.push(code);
        }
    }
    let discounts = discounts::consider(ctx.app(), view, &codes).await?;
    Ok(Some(explanations(view, &discounts)))
}

fn explanations(view: &CartView, discounts: &CartDiscounts) -> Vec<DiscountExplanation> {
    let considered = &discounts.considered;
    let mut prices = Prices::of(view);
    let mut all = Vec::new();
    for applied in &considered.outcome.applied {
        let candidate = &considered.candidates[applied.candidate];
        all.push(prices.explain(view, candidate, Ok(applied)));
    }
    let verdicts = considered
        .candidates
        .iter()
        .zip(&considered.outcome.verdicts);
    let refused = verdicts.filter_map(|(candidate, verdict)| Some((candidate, verdict.err()?)));
    for (candidate, reason) in refused {
        if candidate.code.is_some() || !is_for_others(reason) {
            all.push(prices.explain(view, candidate, Err(reason)));
        }
    }
    let is_known = |code: &str| {
        let mut codes = considered
            .candidates
            .iter()
            .filter_map(|it| it.code.as_ref());
        codes.any(|known| known.code == normal(code))
    };
    let unknown = considered.codes.iter().filter(|it| !is_known(&it.code));
    all.extend(unknown.map(|it| {
        let reason = it.verdict.err().unwrap_or(Reason::NotFound);
        prices.refused(view, None, Some(it.code.clone()), reason)
    }));
    all
}

/// Whether a discount is not meant for this buyer: what applies by itself and is for others is not told.
fn is_for_others(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NotStarted
            | Reason::Ended
            | Reason::Market
            | Reason::Channel
            | Reason::CustomerUnknown
            | Reason::Customer
    )
}

/// What lines and delivery cost before the next discount.
struct Prices {
    lines: Vec<i64>,
    deliveries: Vec<i64>,
}

impl Prices {
    fn of(view: &CartView) -> Self {
        Self {
            lines: view
                .lines
                .iter()
                .map(|line| line.subtotal.minor())
                .collect(),
            deliveries: view.paid_deliveries().map(|offer| offer.price).collect(),
        }
    }

    fn explain(
        &mut self,
        view: &CartView,
        candidate: &Candidate,
        verdict: Result<&Applied, Reason>,
    ) -> DiscountExplanation {
        let title = Some(candidate.discount.title.clone());
        let code = candidate.code.as_ref().map(|it| it.shown.clone());
        let applied = match verdict {
            Ok(applied) => applied,
            Err(reason) => return self.refused(view, title, code, reason),
        };
        let (lines, deliveries) = (self.lines.clone(), self.deliveries.clone());
        take(&mut self.lines, &applied.lines);
        take(&mut self.deliveries, &applied.deliveries);
        let off = applied.lines.iter().chain(&applied.deliveries).sum();
        DiscountExplanation {
            title,
            code,
            applied: true,
            reason: None,
            message: texts::of(view.audience.language)
                .discounts
                .applies
                .to_owned(),
            amount: Money::new(off, view.audience.currency).into(),
            lines: self.lines_since(view, &lines),
            delivery: self.delivery_since(view, &deliveries),
        }
    }

    fn refused(
        &self,
        view: &CartView,
        title: Option<String>,
        code: Option<String>,
        reason: Reason,
    ) -> DiscountExplanation {
        DiscountExplanation {
            title,
            code,
            applied: false,
            reason: Some(reason),
            message: reason
                .text(&texts::of(view.audience.language).discounts)
                .to_owned(),
            amount: Money::new(0, view.audience.currency).into(),
            lines: self.lines_since(view, &self.lines),
            delivery: self.delivery_since(view, &self.deliveries),
        }
    }

    fn lines_since(&self, view: &CartView, before: &[i64]) -> Vec<DiscountExplanationLine> {
        let money = |minor: i64| Money::new(minor, view.audience.currency).into();
        let prices = before.iter().zip(&self.lines);
        let lines = view.lines.iter().zip(prices);
        let cheaper = lines.filter(|(_, (before, after))| before != after);
        let lines = cheaper.map(|(line, (&before, &after))| DiscountExplanationLine {
            line_id: line.gid(),
            before: money(before),
            after: money(after),
        });
        lines.collect()
    }

    fn delivery_since(
        &self,
        view: &CartView,
        before: &[i64],
    ) -> Option<DiscountExplanationDelivery> {
        let money = |prices: &[i64]| Money::new(prices.iter().sum(), view.audience.currency).into();
        (!before.is_empty()).then(|| DiscountExplanationDelivery {
            before: money(before),
            after: money(&self.deliveries),
        })
    }
}

fn take(prices: &mut [i64], taken: &[i64]) {
    for (price, taken) in prices.iter_mut().zip(taken) {
        *price -= taken;
    }
}

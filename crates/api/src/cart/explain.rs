//! Explains why discounts apply to a cart or do not, in words buyers can be shown.

use super::cart_object::Cart;
use crate::list::List;
use crate::{context::RequestContext, money::MoneyV2};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_kernel::{error::ApiError, money::Money, viewer::Scope};
use souk_shop::{
    cart::{
        discounts::{self, CartDiscounts},
        view::CartView,
    },
    promotions::{AppliedDiscount, Candidate, DiscountAsker, IneligibleReason, normalized_code},
    texts,
};

/// Why a discount applies to a cart or does not.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanation {
    /// Title of the discount; null if no discount has the code.
    title: Option<String>,
    /// The code; null for an automatic discount.
    code: Option<String>,
    /// Whether the discount applies.
    applied: bool,
    /// The reason it does not apply; null if it does.
    reason: Option<IneligibleReason>,
    /// The explanation, in the language of the request.
    message: String,
    /// Amount it takes off lines and delivery together.
    amount: MoneyV2,
    /// The lines it reduces, in the order of the cart.
    #[graphql(complexity = "50 * child_complexity + 1")]
    lines: List<DiscountExplanationLine>,
    /// Price of delivery before and after it; null while no delivery option is selected.
    delivery: Option<DiscountExplanationDelivery>,
}

/// Price of a line before and after a discount.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanationLine {
    /// Global id of the line.
    line_id: ID,
    /// Price of all units before this discount, after those applied earlier.
    before: MoneyV2,
    /// Price of all units after this discount.
    after: MoneyV2,
}

/// Price of delivery before and after a discount.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountExplanationDelivery {
    /// Price before the discount.
    before: MoneyV2,
    /// Price after the discount.
    after: MoneyV2,
}

/// Queries about the discounts of a cart.
#[derive(Default)]
pub struct DiscountExplainQuery;

#[Object]
impl DiscountExplainQuery {
    /// Explains why each discount considered for a cart applies or does not: those that apply come
    /// first, in the order in which they are taken off. Automatic discounts for other buyers are
    /// left out. What depends on the e-mail address of the buyer, and whether a code that cannot be
    /// used now and here exists, is only explained with the scope `read_discounts`. Without it, a
    /// client that tries too many wrong codes must wait. Null if the shop has no such cart, or if it
    /// has expired or was bought.
    #[graphql(complexity = "50 * child_complexity + 1")]
    async fn discount_explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "A code to try, as if it had been entered too.")] code: Option<String>,
    ) -> Option<Result<List<DiscountExplanation>, ApiError>> {
        explain(ctx, &cart_id, code)
            .await
            .transpose()
            .map(|found| found.map(Into::into))
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
        if codes
            .iter()
            .all(|known| normalized_code(known) != normalized_code(&code))
        {
            codes.push(code);
        }
    }
    let asker = match ctx.viewer().may(Scope::ReadDiscounts) {
        true => DiscountAsker::Merchant,
        false => DiscountAsker::Buyer,
    };
    let tried = match asker {
        DiscountAsker::Merchant => None,
        DiscountAsker::Buyer => {
            let tried =
                discounts::try_codes(ctx.app(), ctx.client(), &view.row, &codes, &["code"]).await;
            Some(tried.map_err(|refusal| ApiError::BadInput(refusal.message))?)
        }
    };
    let discounts = discounts::consider_discounts(ctx.app(), view, &codes, asker).await?;
    if let Some(tried) = tried {
        tried.end(Some(&discounts));
    }
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
        codes.any(|known| known.code == normalized_code(code))
    };
    let unknown = considered.codes.iter().filter(|it| !is_known(&it.code));
    all.extend(unknown.map(|it| {
        let reason = it.verdict.err().unwrap_or(IneligibleReason::NotFound);
        prices.refused(view, None, Some(it.code.clone()), reason)
    }));
    all
}

/// Whether a discount is not meant for this buyer; such automatic discounts are left out.
fn is_for_others(reason: IneligibleReason) -> bool {
    matches!(
        reason,
        IneligibleReason::NotStarted
            | IneligibleReason::Ended
            | IneligibleReason::Market
            | IneligibleReason::Channel
            | IneligibleReason::CustomerUnknown
            | IneligibleReason::Customer
    )
}

/// Prices of lines and deliveries before the next discount.
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
        verdict: Result<&AppliedDiscount, IneligibleReason>,
    ) -> DiscountExplanation {
        let title = Some(candidate.discount.title.clone());
        let code = candidate.code.as_ref().map(|it| it.shown.clone());
        let applied = match verdict {
            Ok(applied) => applied,
            Err(reason) => return self.refused(view, title, code, reason),
        };
        let (lines, deliveries) = (self.lines.clone(), self.deliveries.clone());
        subtract(&mut self.lines, &applied.lines);
        subtract(&mut self.deliveries, &applied.deliveries);
        let off = applied.lines.iter().chain(&applied.deliveries).sum();
        DiscountExplanation {
            title,
            code,
            applied: true,
            reason: None,
            message: texts::texts_in(view.audience.language)
                .discounts
                .applies
                .to_owned(),
            amount: Money::new(off, view.audience.currency).into(),
            lines: self.lines_since(view, &lines).into(),
            delivery: self.delivery_since(view, &deliveries),
        }
    }

    fn refused(
        &self,
        view: &CartView,
        title: Option<String>,
        code: Option<String>,
        reason: IneligibleReason,
    ) -> DiscountExplanation {
        DiscountExplanation {
            title,
            code,
            applied: false,
            reason: Some(reason),
            message: reason
                .text(&texts::texts_in(view.audience.language).discounts)
                .to_owned(),
            amount: Money::new(0, view.audience.currency).into(),
            lines: self.lines_since(view, &self.lines).into(),
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

fn subtract(prices: &mut [i64], taken: &[i64]) {
    for (price, taken) in prices.iter_mut().zip(taken) {
        *price -= taken;
    }
}

//! The discounts of a cart, which are determined once for each view of it.

use crate::{
    cart::{
        codes::CartWarningCode,
        refusal::{Warning, WarningTarget},
    },
    pricing::DiscountShare,
    promotions::{
        AppliedDiscount, Candidate, ConsideredDiscounts, DiscountKind, Exchange, IneligibleReason,
        Redemption, normalized_code,
    },
    texts,
};
use souk_entities::ids::CartLineId;
use souk_kernel::codes::LanguageCode;
use std::collections::HashMap;

/// The discounts of a cart.
#[derive(Clone, Debug, Default)]
pub struct CartDiscounts {
    /// The discounts that were considered.
    pub considered: ConsideredDiscounts,
    /// Indices of the lines among those that were considered.
    pub(super) places: HashMap<CartLineId, usize>,
    /// How discount amounts are converted into the cart's currency.
    pub(super) exchange: Option<Exchange>,
}

/// What a discount takes off one target.
#[derive(Clone, Copy, Debug)]
pub struct Cut<'a> {
    /// The discount.
    pub candidate: &'a Candidate,
    /// What it takes off all its targets, in minor units.
    pub whole: i64,
    /// What it takes off this one.
    pub amount: i64,
    /// The fixed amount per target, for a discount that has one.
    pub unit: Option<i64>,
}

impl CartDiscounts {
    fn applied(&self) -> impl Iterator<Item = (&Candidate, &AppliedDiscount)> {
        let applied = self.considered.outcome.applied.iter();
        applied.map(|it| (&self.considered.candidates[it.candidate], it))
    }

    /// What each discount takes off a line.
    pub fn of_line(&self, line: CartLineId) -> Vec<Cut<'_>> {
        let Some(&at) = self.places.get(&line) else {
            return Vec::new();
        };
        self.cuts(|applied| applied.lines[at])
    }

    /// What each discount takes off the selected delivery at this index.
    pub fn of_delivery(&self, at: usize) -> Vec<Cut<'_>> {
        self.cuts(|applied| applied.deliveries.get(at).copied().unwrap_or(0))
    }

    /// A line's discounts for the pricing pipeline.
    pub(in crate::cart) fn shares_of_line(&self, line: CartLineId) -> Vec<DiscountShare> {
        let cuts = self.of_line(line);
        cuts.iter().map(Cut::discount).collect()
    }

    /// A delivery's discounts for the pricing pipeline.
    pub(in crate::cart) fn shares_of_delivery(&self, at: usize) -> Vec<DiscountShare> {
        let cuts = self.of_delivery(at);
        cuts.iter().map(Cut::discount).collect()
    }

    /// What order and shipping discounts take off.
    pub fn of_cart(&self) -> Vec<Cut<'_>> {
        let mut cuts = self.cuts(whole);
        cuts.retain(|cut| cut.candidate.class() != DiscountKind::Product);
        cuts
    }

    /// What product and order discounts take off.
    pub fn of_goods(&self) -> Vec<Cut<'_>> {
        let mut cuts = self.cuts(whole);
        cuts.retain(|cut| cut.candidate.class() != DiscountKind::Shipping);
        cuts
    }

    /// What each discount that applies takes off all its targets.
    pub fn wholes(&self) -> Vec<Cut<'_>> {
        self.cuts(whole)
    }

    fn cuts(&self, amount: impl Fn(&AppliedDiscount) -> i64) -> Vec<Cut<'_>> {
        let cuts = self.applied().map(|(candidate, applied)| Cut {
            candidate,
            whole: whole(applied),
            amount: amount(applied),
            unit: self.exchange.and_then(|it| candidate.unit(&it)),
        });
        cuts.filter(|cut| cut.amount > 0).collect()
    }

    /// The code redemptions an order of this cart would make.
    pub fn uses(&self, email: Option<&str>) -> Vec<Redemption> {
        let email = email.map(normalized_code);
        let uses = self.applied().filter_map(|(candidate, _)| {
            let code = candidate.code.as_ref()?;
            let is_once = candidate.discount.terms.once_per_customer;
            Some(Redemption {
                discount: candidate.discount.id,
                code: code.code.clone(),
                customer: email.clone().filter(|_| is_once),
                is_for_customer: candidate.is_for(email.as_deref()),
            })
        });
        uses.collect()
    }

    /// Warnings about codes that do not apply.
    pub fn warnings(&self, language: LanguageCode) -> Vec<Warning> {
        let texts = &texts::texts_in(language).discounts;
        let codes = self.considered.codes.iter();
        let refused = codes.filter_map(|it| Some((&it.code, it.verdict.err()?)));
        refused
            .map(|(code, reason)| Warning {
                code: warning_code(reason),
                target: WarningTarget::Cart,
                message: format!("{code}: {}", reason.text(texts)),
            })
            .collect()
    }
}

fn whole(applied: &AppliedDiscount) -> i64 {
    let amounts = applied.lines.iter().chain(&applied.deliveries);
    amounts.fold(0, |sum: i64, &amount| sum.saturating_add(amount))
}

impl Cut<'_> {
    /// The same as a discount of the pricing pipeline.
    pub fn discount(&self) -> DiscountShare {
        let discount = &self.candidate.discount;
        DiscountShare {
            id: Some(discount.id),
            title: discount.title.clone(),
            code: self.candidate.code.as_ref().map(|it| it.shown.clone()),
            millionths: self.candidate.millionths(),
            unit: self.unit,
            each: self.candidate.is_each(),
            all: self.candidate.class() != DiscountKind::Product,
            amount: self.amount,
        }
    }
}

fn warning_code(reason: IneligibleReason) -> CartWarningCode {
    match reason {
        IneligibleReason::NotFound => CartWarningCode::DiscountNotFound,
        IneligibleReason::NotStarted | IneligibleReason::Ended => {
            CartWarningCode::DiscountCurrentlyInactive
        }
        IneligibleReason::CustomerUnknown => CartWarningCode::DiscountEligibleCustomerMissing,
        IneligibleReason::Customer => CartWarningCode::DiscountCustomerNotEligible,
        IneligibleReason::UsageLimit => CartWarningCode::DiscountUsageLimitReached,
        IneligibleReason::CustomerUsageLimit => CartWarningCode::DiscountCustomerUsageLimitReached,
        IneligibleReason::PurchaseType => CartWarningCode::DiscountIncompatiblePurchaseType,
        IneligibleReason::Items => CartWarningCode::DiscountNoEntitledLineItems,
        IneligibleReason::Quantity => CartWarningCode::DiscountQuantityNotInRange,
        IneligibleReason::Subtotal => CartWarningCode::DiscountPurchaseNotInRange,
        IneligibleReason::Delivery => CartWarningCode::DiscountNoEntitledShippingLines,
        IneligibleReason::Market
        | IneligibleReason::Channel
        | IneligibleReason::Currency
        | IneligibleReason::Nothing
        | IneligibleReason::Combination => CartWarningCode::DiscountCodeNotHonoured,
    }
}

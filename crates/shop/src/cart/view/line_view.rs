//! A line of a cart as its buyer sees it, with its costs.

use crate::{
    cart::{
        discounts::{CartDiscounts, Cut},
        merchandise::MerchandiseItem,
        token::CartToken,
    },
    promotions::DiscountKind,
};
use async_graphql::ID;
use souk_entities::{cart::cart::CartLine, ids::VariantId};
use souk_kernel::money::{Money, MoneyError};
use std::sync::{Arc, OnceLock};

/// A line with its costs.
#[derive(Clone, Debug)]
pub struct LineView {
    /// The line.
    pub line: CartLine,
    /// The cart it is in.
    pub token: CartToken,
    /// What is bought.
    pub item: Arc<MerchandiseItem>,
    /// Which component it is, for a component of a bundle.
    pub part: Option<VariantId>,
    /// Its parent line.
    pub parent: Option<Arc<LineView>>,
    /// Components of a bundle, each with its share of the price; empty for other lines.
    pub components: Vec<Arc<LineView>>,
    /// Price of one unit without a selling plan.
    pub regular: Money,
    /// Price of one unit, with the reductions for quantity and selling plan.
    pub each: Money,
    /// Price of one unit before a price reduction.
    pub compare_at: Option<Money>,
    /// Price of all units.
    pub subtotal: Money,
    /// Its share of the bundle, for a component of one.
    pub share: Option<PartShare>,
    /// The cart's discounts.
    pub(super) discounts: Arc<OnceLock<CartDiscounts>>,
}

/// The share that a component has of its bundle: from `start` to `end` of `whole` minor units. A
/// discount on the bundle is split this way without losing a minor unit.
#[derive(Clone, Copy, Debug)]
pub struct PartShare {
    /// Cost of the components before it.
    pub start: i64,
    /// Cost of those components and this one.
    pub end: i64,
    /// Cost of all components, at least 1.
    pub whole: i64,
}

impl LineView {
    /// The cart's discounts.
    pub fn discounts(&self) -> &CartDiscounts {
        self.discounts.get_or_init(CartDiscounts::default)
    }

    /// Its global id. Components of a bundle have ids of their own.
    pub fn gid(&self) -> ID {
        let ID(id) = self.token.line_gid(self.line.id);
        ID(match self.part {
            Some(part) => format!("{id}&part={}", part.0),
            None => id,
        })
    }

    /// What product discounts take off the line. A component of a bundle gets its share of what is
    /// taken off the bundle.
    ///
    /// # Errors
    ///
    /// When an amount is out of range.
    pub fn cuts(&self) -> Result<Vec<Cut<'_>>, MoneyError> {
        let mut cuts = self.discounts().of_line(self.line.id);
        cuts.retain(|cut| cut.candidate.class() == DiscountKind::Product);
        let Some(share) = &self.share else {
            return Ok(cuts);
        };
        for cut in &mut cuts {
            let amount = Money::new(cut.amount, self.subtotal.currency());
            let until = amount.fraction(share.end, share.whole)?;
            let before = amount.fraction(share.start, share.whole)?;
            cut.amount = until.minor() - before.minor();
        }
        Ok(cuts)
    }

    /// Price of all units after product discounts.
    ///
    /// # Errors
    ///
    /// When an amount is out of range.
    pub fn total(&self) -> Result<Money, MoneyError> {
        let cuts = self.cuts()?.into_iter();
        let off: i64 = cuts.map(|cut| cut.amount).sum();
        self.subtotal
            .plus(Money::new(-off, self.subtotal.currency()))
    }

    /// Whether it is shipped; a bundle is if any of its components is.
    pub(in crate::cart) fn is_shipped(&self) -> bool {
        match self.components.as_slice() {
            [] => self.item.variant.requires_shipping,
            parts => parts.iter().any(|part| part.is_shipped()),
        }
    }

    /// Whether it is bought with a selling plan under which it is delivered again and again.
    pub(in crate::cart) fn is_recurring(&self) -> bool {
        let plan = self.line.selling_plan.and_then(|id| self.item.plan(id));
        plan.is_some_and(|plan| plan.recurring)
    }

    /// Its weight; a bundle weighs as much as its components.
    pub(in crate::cart) fn grams(&self) -> i64 {
        if self.components.is_empty() {
            let units = i64::from(self.line.quantity);
            return self.item.variant.weight_grams.saturating_mul(units);
        }
        let parts = self.components.iter().map(|part| part.grams());
        parts.fold(0, i64::saturating_add)
    }
}

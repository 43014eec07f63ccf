//! A cart as its buyer sees it.

use super::line_view::LineView;
use crate::{
    cart::{
        delivery::{DeliveryGroup, GroupKind},
        discounts::CartDiscounts,
        token::CartToken,
    },
    delivery::Offer,
    gift_cards::UsableGiftCard,
    market::Audience,
};
use souk_entities::{cart::cart, ids::ProductId};
use souk_kernel::money::Money;
use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};

/// A cart with the costs of its lines. Lines whose merchandise is no longer visible are left out.
#[derive(Clone, Debug)]
pub struct CartView {
    /// Its id.
    pub token: CartToken,
    /// The row.
    pub row: cart::Model,
    /// The audience it is priced for.
    pub audience: Audience,
    /// The lines, newest first.
    pub lines: Vec<Arc<LineView>>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Gift cards that can pay for it, in the order in which they were entered.
    pub gift_cards: Vec<UsableGiftCard>,
    /// Its delivery groups.
    pub groups: Vec<DeliveryGroup>,
    /// Groups whose selected delivery option is no longer offered.
    pub lost: Vec<GroupKind>,
    /// The cart's discounts, set when it is built and shared with its lines.
    pub(super) discounts: Arc<OnceLock<CartDiscounts>>,
}

impl CartView {
    /// Products of its lines, without duplicates.
    pub fn products(&self) -> Vec<ProductId> {
        let products = self.lines.iter().map(|line| line.item.product.id);
        products.collect::<HashSet<_>>().into_iter().collect()
    }

    /// Whether anything in it is shipped.
    pub fn is_shipped(&self) -> bool {
        self.lines.iter().any(|line| line.is_shipped())
    }

    /// The cart's discounts.
    pub fn discounts(&self) -> &CartDiscounts {
        self.discounts.get_or_init(CartDiscounts::default)
    }

    /// Deliveries that are paid now. Later deliveries of subscriptions are paid when they are made.
    pub fn paid_deliveries(&self) -> impl Iterator<Item = &Offer> {
        let now = |group: &&DeliveryGroup| group.kind == GroupKind::OneTimePurchase;
        let groups = self.groups.iter().filter(now);
        groups.filter_map(|group| group.chosen.as_ref())
    }

    /// Total number of units in the lines.
    pub fn total_quantity(&self) -> i32 {
        let units = self.lines.iter().map(|line| line.line.quantity);
        units.fold(0, i32::saturating_add)
    }
}

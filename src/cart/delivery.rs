//! What of a cart is delivered together: its lines that are shipped, to the address the buyer
//! chose.

use super::{
    token::CartToken,
    view::{CartView, LineView},
};
use async_graphql::ID;
use souk_entities::cart::cart::DeliveryAddress;
use std::sync::Arc;

/// Lines that are delivered together.
#[derive(Clone, Debug)]
pub struct DeliveryGroup {
    /// Which deliveries these are.
    pub kind: GroupKind,
    /// Where they go.
    pub address: DeliveryAddress,
    /// The lines, newest first.
    pub lines: Vec<Arc<LineView>>,
    /// The cart.
    pub token: CartToken,
}

/// Which deliveries a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// What is delivered once, and the first delivery of every subscription.
    OneTimePurchase,
    /// The deliveries of subscriptions after the first.
    Subscription,
}

/// What is delivered together. A cart without an address, or with nothing to ship, has no groups.
pub fn groups(cart: &CartView) -> Vec<DeliveryGroup> {
    let address = cart.row.addresses.0.iter().find(|it| it.selected);
    let Some(address) = address else {
        return Vec::new();
    };
    let shipped = cart.lines.iter().filter(|line| is_shipped(line));
    let shipped: Vec<Arc<LineView>> = shipped.cloned().collect();
    let again = shipped.iter().filter(|line| is_delivered_again(line));
    let again: Vec<Arc<LineView>> = again.cloned().collect();
    let kinds = [
        (GroupKind::OneTimePurchase, shipped),
        (GroupKind::Subscription, again),
    ];
    let full = kinds.into_iter().filter(|(_, lines)| !lines.is_empty());
    full.map(|(kind, lines)| DeliveryGroup {
        kind,
        address: address.clone(),
        lines,
        token: cart.token.clone(),
    })
    .collect()
}

/// A bundle is shipped when a part of it is.
fn is_shipped(line: &LineView) -> bool {
    match line.components.as_slice() {
        [] => line.item.variant.requires_shipping,
        parts => parts.iter().any(|part| is_shipped(part)),
    }
}

fn is_delivered_again(line: &LineView) -> bool {
    let plan = line.line.selling_plan.and_then(|id| line.item.plan(id));
    plan.is_some_and(|plan| plan.recurring)
}

impl DeliveryGroup {
    /// Its global id: the same as long as the address is.
    pub fn gid(&self) -> ID {
        let ID(id) = self.token.part_gid("CartDeliveryGroup", self.address.id);
        ID(match self.kind {
            GroupKind::OneTimePurchase => id,
            GroupKind::Subscription => format!("{id}&type=subscription"),
        })
    }
}

//! Forms the delivery groups of a cart from its lines, address and selected options.

use super::{
    delivery::{DeliveryGroup, GroupKind, delivery_address},
    view::{CartView, LineView},
};
use sea_orm::DbErr;
use souk_entities::cart::cart;
use souk_kernel::app::App;
use std::sync::Arc;

/// The delivery groups, without their selected options. A cart without an address, or with nothing
/// to ship, has none.
fn groups(cart: &CartView) -> Vec<DeliveryGroup> {
    let Some(address) = delivery_address(&cart.row) else {
        return Vec::new();
    };
    let shipped = cart.lines.iter().filter(|line| line.is_shipped());
    let shipped: Vec<Arc<LineView>> = shipped.cloned().collect();
    let again = shipped.iter().filter(|line| line.is_recurring());
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
        audience: cart.audience.clone(),
        chosen: None,
    })
    .collect()
}

/// The delivery groups with their selected options, and the groups whose selected option is no
/// longer offered. At most one statement, for pickup options.
///
/// # Errors
///
/// When the database fails.
pub(super) async fn chosen(
    app: &App,
    cart: &CartView,
) -> Result<(Vec<DeliveryGroup>, Vec<GroupKind>), DbErr> {
    let (mut groups, mut lost) = (groups(cart), Vec::new());
    for group in &mut groups {
        let Some(handle) = handle_of(&cart.row, group.kind) else {
            continue;
        };
        group.chosen = group.offer(app, handle).await?;
        if group.chosen.is_none() {
            lost.push(group.kind);
        }
    }
    Ok((groups, lost))
}

/// The handle of the option selected for a group.
fn handle_of(row: &cart::Model, kind: GroupKind) -> Option<&str> {
    let options = row.delivery_options.as_ref()?.0.iter();
    let mut chosen = options.filter(|option| option.group == kind);
    Some(&chosen.next()?.handle)
}

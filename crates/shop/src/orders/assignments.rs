//! What can be done with a fulfillment order in its current state.

use super::{
    fulfillment_orders::MOST_HOLDS,
    state::{FulfillmentOrderEvent, after, is_live},
};
use crate::inventory;
use sea_orm::DbErr;
use souk_entities::{
    ids::InventoryItemId,
    inventory::location,
    orders::{fulfillment_order, fulfillment_order_line, order_line},
};
use souk_kernel::app::App;
use std::collections::BTreeMap;

/// An action on a fulfillment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Ship its units.
    CreateFulfillment,
    /// Put it on hold.
    Hold,
    /// Move it to another location.
    Move,
    /// Release its holds.
    ReleaseHold,
}

/// The actions possible on a fulfillment order with `left` units still to ship.
pub fn actions(row: &fulfillment_order::Model, left: i32) -> Vec<Action> {
    let allows = |event| left > 0 && after(row.status, event, 0, left).is_some();
    let holds = row.holds.0.len();
    let all = [
        (
            Action::CreateFulfillment,
            allows(FulfillmentOrderEvent::Send),
        ),
        (
            Action::Hold,
            allows(FulfillmentOrderEvent::Hold) && holds < MOST_HOLDS,
        ),
        (Action::Move, left > 0 && is_live(row.status)),
        (Action::ReleaseHold, holds > 0),
    ];
    let possible = all.into_iter().filter(|(_, possible)| *possible);
    possible.map(|(action, _)| action).collect()
}

/// A location that a fulfillment order could be moved to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The location.
    pub location: location::Model,
    /// Whether it has the remaining units in stock.
    pub has_units: bool,
}

/// The other active locations, sorted by name, and whether each has the remaining units in stock;
/// empty if nothing can be moved.
///
/// # Errors
///
/// When the database fails.
pub async fn targets(
    app: &App,
    row: &fulfillment_order::Model,
    assigned: &[fulfillment_order_line::Model],
    lines: &[order_line::Model],
) -> Result<Vec<Target>, DbErr> {
    let needs = needs(row, assigned, lines);
    let mine = assigned
        .iter()
        .filter(|it| it.fulfillment_order_id == row.id);
    let left = mine.map(|it| it.remaining).sum();
    if !actions(row, left).contains(&Action::Move) {
        return Ok(Vec::new());
    }
    let items: Vec<InventoryItemId> = needs.keys().copied().collect();
    let stock = inventory::counted_reservations(app, &items).await?;
    let all = inventory::list_locations(
        app,
        inventory::LocationSelection::All,
        inventory::LocationOrder::Name,
    )
    .await?;
    let others = all
        .into_iter()
        .filter(|it| it.active && Some(it.id) != row.location_id);
    let with_units = others.map(|location| {
        let has = |(item, units): (&InventoryItemId, &i64)| {
            let there = stock.get(item);
            there.is_none_or(|there| there.get(&location.id).copied().unwrap_or(0) >= *units)
        };
        Target {
            has_units: needs.iter().all(has),
            location,
        }
    });
    Ok(with_units.collect())
}

/// Units of each item that still have to be shipped.
fn needs(
    row: &fulfillment_order::Model,
    assigned: &[fulfillment_order_line::Model],
    lines: &[order_line::Model],
) -> BTreeMap<InventoryItemId, i64> {
    let mut needs: BTreeMap<InventoryItemId, i64> = BTreeMap::new();
    for assigned in assigned
        .iter()
        .filter(|it| it.fulfillment_order_id == row.id)
    {
        let line = lines.iter().find(|line| line.id == assigned.order_line_id);
        let allocations = line.into_iter().flat_map(|line| &line.allocations.0);
        let each: BTreeMap<_, _> = allocations.map(|it| (it.item, it.units_each)).collect();
        for (item, units_each) in each {
            *needs.entry(item).or_default() +=
                i64::from(assigned.remaining) * i64::from(units_each);
        }
    }
    needs.retain(|_, units| *units > 0);
    needs
}

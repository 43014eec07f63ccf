//! What can be done with a fulfilment order as it is now.

use super::{
    fulfillment_orders::MOST_HOLDS,
    state::{FulfillmentOrderEvent, after, is_live},
};
use crate::{
    app::App,
    inventory::{listing, locations},
};
use sea_orm::DbErr;
use souk_entities::{
    ids::InventoryItemId,
    inventory::location,
    orders::{fulfillment_order, fulfillment_order_line, order_line},
};
use std::collections::BTreeMap;

/// Something that can be done with a fulfilment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Units of it can be sent.
    CreateFulfillment,
    /// It can be made to wait.
    Hold,
    /// Another location can send it.
    Move,
    /// It need not wait any more.
    ReleaseHold,
}

/// What can be done with a fulfilment order of which `left` units are to be sent.
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

/// A location that could send a fulfilment order instead.
#[derive(Clone, Debug)]
pub struct Target {
    /// The location.
    pub location: location::Model,
    /// Whether it has the units that are left to send.
    pub has_units: bool,
}

/// The other locations in use, by name, and whether each has the units that are left to send; none
/// where nothing can be moved.
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
    let stock = listing::counted(app, &items).await?;
    let all = locations::list(app, locations::Wanted::All, locations::Order::Name).await?;
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

/// Units of each item that are left to send.
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

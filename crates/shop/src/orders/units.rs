//! Chooses the units of stock for a step. The inventory has the final say; this account names the
//! units, so that a repeated step names the same ones.

use crate::inventory;
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::LocationId,
    orders::{
        fulfillment::Units,
        order_line::{self, Allocation},
    },
};

/// What happens to units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// They are shipped.
    Send,
    /// Their fulfillment is cancelled.
    TakeBack,
    /// They become available again without having been shipped.
    GiveBack,
    /// They are returned to this location, or to the one they were shipped from.
    Return(Option<LocationId>),
    /// They will be shipped from this location.
    Move(LocationId),
}

/// Takes the stock behind `quantity` units of a line, preferring that at `location`, and records
/// what happens to it. Takes nothing if the line has no stock, and never more than there is.
pub(super) fn take_units(
    line: &mut order_line::Model,
    quantity: i32,
    location: Option<LocationId>,
    step: Step,
) -> Vec<Units> {
    let mut taken = Vec::new();
    let mut items: Vec<_> = line
        .allocations
        .0
        .iter()
        .map(|it| (it.item, it.units_each))
        .collect();
    items.sort_unstable();
    items.dedup();
    for (item, units_each) in items {
        let mut wanted = i64::from(quantity) * i64::from(units_each);
        for here in [true, false] {
            let mine = line.allocations.0.iter_mut().filter(|it| it.item == item);
            for allocation in mine.filter(|it| (it.location == location) == here) {
                let units = left(allocation, step).min(wanted);
                if units <= 0 {
                    continue;
                }
                note(allocation, step, units);
                wanted -= units;
                taken.push(Units {
                    item,
                    location: allocation.location,
                    units,
                });
            }
        }
    }
    taken
}

/// Records that the fulfillment of these units was cancelled.
pub(super) fn take_back(line: &mut order_line::Model, units: &[Units]) {
    for units in units {
        let mut mine = line.allocations.0.iter_mut();
        let found = mine.find(|it| it.item == units.item && it.location == units.location);
        if let Some(allocation) = found {
            allocation.sent = (allocation.sent - units.units).max(0);
        }
    }
}

/// Reverts the record that these units were released or returned.
pub(super) fn give_up(line: &mut order_line::Model, units: &Units, returned: bool) {
    let mut mine = line.allocations.0.iter_mut();
    let found = mine.find(|it| it.item == units.item && it.location == units.location);
    if let Some(allocation) = found {
        let field = if returned {
            &mut allocation.returned
        } else {
            &mut allocation.given_back
        };
        *field = (*field - units.units).max(0);
    }
}

/// Records that these units are now at another location.
pub(super) fn moved(line: &mut order_line::Model, units: &[Units], to: LocationId) {
    for units in units {
        let allocations = &mut line.allocations.0;
        let from = allocations
            .iter_mut()
            .find(|it| it.item == units.item && it.location == units.location);
        let Some(from) = from else { continue };
        from.units -= units.units;
        let moved = Allocation {
            location: Some(to),
            units: units.units,
            sent: 0,
            given_back: 0,
            returned: 0,
            ..*from
        };
        let there = allocations
            .iter_mut()
            .find(|it| it.item == units.item && it.location == Some(to));
        match there {
            Some(there) => there.units += units.units,
            None => allocations.push(moved),
        }
    }
}

/// Units in the form that the inventory expects.
pub(super) fn named(line: &order_line::Model, units: &[Units]) -> Vec<inventory::Allocation> {
    let each = |units: &Units| {
        let mut mine = line.allocations.0.iter();
        mine.find(|it| it.item == units.item)
            .map_or(1, |it| it.units_each)
    };
    let units = units.iter();
    units
        .map(|units| inventory::Allocation {
            line: line.position,
            variant: line.variant_id,
            item: units.item,
            location: units.location,
            units_each: each(units),
            units: units.units,
        })
        .collect()
}

fn left(allocation: &Allocation, step: Step) -> i64 {
    match step {
        Step::Send | Step::GiveBack | Step::Move(_) => {
            allocation.units - allocation.sent - allocation.given_back
        }
        Step::TakeBack | Step::Return(_) => allocation.sent - allocation.returned,
    }
}

fn note(allocation: &mut Allocation, step: Step, units: i64) {
    match step {
        Step::Send => allocation.sent += units,
        Step::GiveBack => allocation.given_back += units,
        Step::Return(_) => allocation.returned += units,
        Step::TakeBack => allocation.sent -= units,
        // Recorded once the inventory has moved them.
        Step::Move(_) => {}
    }
}

//! What happens to units after they were sold: they are shipped, uncommitted, returned, or moved to
//! another location.
//!
//! Every call carries a key of its caller, such as the id of a fulfillment or refund. A repeated
//! call with the same key changes nothing.

use super::{
    ledger::{self, Changes, Shift},
    levels::LevelKey,
    reservations::{Allocation, ReservationError, is_of_attempt, items_of, shift_held, state},
    steps::SoldStep,
    store::{self, levels::insert_missing_levels, reservations},
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    ids::{AttemptId, InventoryItemId, LocationId, ReservationId},
    inventory::{reservation::ReservationState, reservation_line},
};
use souk_kernel::app::App;
use std::collections::{BTreeMap, BTreeSet};

/// Takes units out of stock because they were shipped or written off.
///
/// `units` are allocations of the order, with the units to take.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than are committed.
pub async fn fulfill_stock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    change_sold(app, key, attempt, SoldStep::Fulfill, units).await
}

/// Puts units back into stock, still sold, because their fulfillment was cancelled.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than were shipped.
pub async fn unfulfill_stock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    change_sold(app, key, attempt, SoldStep::Unfulfill, units).await
}

/// Makes sold units available again before they are shipped, because the order was cancelled or
/// refunded.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than are committed.
pub async fn uncommit_stock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    change_sold(app, key, attempt, SoldStep::Uncommit, units).await
}

/// Makes returned units available again, at the location `at` or where they were shipped from.
/// Units of a deleted item are only recorded.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than were shipped.
pub async fn restock_stock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
    at: Option<LocationId>,
) -> Result<(), ReservationError> {
    change_sold(app, key, attempt, SoldStep::Restock(at), units).await
}

/// Moves sold units that are not yet shipped to another location, which must have them in stock.
///
/// # Errors
///
/// [`ReservationError::NotThere`] when it has too few, [`ReservationError::TooMany`] when more are
/// named than are committed.
pub async fn relocate_stock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
    to: LocationId,
) -> Result<(), ReservationError> {
    change_sold(app, key, attempt, SoldStep::Relocate(to), units).await
}

async fn change_sold(
    app: &App,
    key: &str,
    attempt: AttemptId,
    step: SoldStep,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    if !reservations::insert_key(&txn, key, now).await? {
        txn.rollback().await?;
        return Ok(());
    }
    // The state stays the same; the write serialises callers for one order.
    let sold = ReservationState::Committed;
    let Some(id) = reservations::change_state(&txn, is_of_attempt(attempt), &[sold], sold, now)
        .await?
        .pop()
    else {
        txn.rollback().await?;
        return Err(ReservationError::WrongState(state(app, attempt).await?));
    };
    let mut order = Order {
        id,
        lines: reservations::lines_of(&txn, &[id]).await?,
        changed: BTreeSet::new(),
        shifts: BTreeMap::new(),
    };
    for of_line in units.iter().filter(|units| units.units > 0) {
        order.change(step, of_line)?;
    }
    let changed = order.changed.iter().map(|&line| order.lines[line].clone());
    reservations::upsert_lines(&txn, &changed.collect::<Vec<_>>()).await?;
    let shifts = with_levels(app, &txn, step, order.shifts).await?;
    if let SoldStep::Relocate(to) = step {
        let cause = step.cause(id);
        let recorded = ledger::record_changes(app, &txn, Changes::Shifts(&shifts), &cause).await?;
        if recorded.is_err() {
            txn.rollback().await?;
            return Err(ReservationError::NotThere(to));
        }
    } else {
        shift_held(app, &txn, &shifts, step.cause(id)).await?;
    }
    if step.is_seen() && !shifts.is_empty() {
        ledger::publish(app, &txn, &items_of(&shifts)).await?;
    }
    txn.commit().await?;
    Ok(())
}

/// Creates the levels that receive units, and leaves out items that were deleted.
async fn with_levels(
    app: &App,
    txn: &DatabaseTransaction,
    step: SoldStep,
    mut shifts: BTreeMap<LevelKey, Shift>,
) -> Result<BTreeMap<LevelKey, Shift>, DbErr> {
    if matches!(step, SoldStep::Restock(_) | SoldStep::Relocate(_)) {
        let items: Vec<InventoryItemId> = items_of(&shifts).into_iter().collect();
        let known = store::items_by_ids(txn, &items).await?;
        let known: BTreeSet<InventoryItemId> = known.iter().map(|row| row.id).collect();
        shifts.retain(|place, _| known.contains(&place.0));
        let places = shifts.keys().copied().collect();
        insert_missing_levels(txn, &places, app.clock.now()).await?;
    }
    Ok(shifts)
}

/// The lines of an order, and the changes to them and to levels.
struct Order {
    id: ReservationId,
    lines: Vec<reservation_line::Model>,
    changed: BTreeSet<usize>,
    shifts: BTreeMap<LevelKey, Shift>,
}

impl Order {
    fn change(&mut self, step: SoldStep, wanted: &Allocation) -> Result<(), ReservationError> {
        if matches!(step, SoldStep::Relocate(to) if wanted.location == Some(to)) {
            return Ok(()); // they are already there
        }
        let place = self.find(wanted, wanted.location);
        let place = place.ok_or(ReservationError::TooMany)?;
        let units = wanted.units;
        let line = &mut self.lines[place];
        let open = line.units - line.sent - line.given_back;
        let (field, sign, most) = match step {
            SoldStep::Fulfill => (&mut line.sent, 1, open),
            SoldStep::Unfulfill => {
                let most = line.sent - line.returned;
                (&mut line.sent, -1, most)
            }
            SoldStep::Uncommit => (&mut line.given_back, 1, open),
            SoldStep::Restock(_) => {
                let most = line.sent - line.returned;
                (&mut line.returned, 1, most)
            }
            SoldStep::Relocate(_) => (&mut line.units, -1, open),
        };
        if units > most {
            return Err(ReservationError::TooMany);
        }
        *field += sign * units;
        self.changed.insert(place);
        if let SoldStep::Relocate(to) = step {
            self.move_to(place, to, wanted);
        }
        self.note(place, step, units);
        Ok(())
    }

    fn find(&self, wanted: &Allocation, location: Option<LocationId>) -> Option<usize> {
        self.lines.iter().position(|line| {
            (line.line, line.item_id, line.location_id) == (wanted.line, wanted.item, location)
        })
    }

    /// Adds the units to the same line at another location.
    fn move_to(&mut self, from: usize, to: LocationId, wanted: &Allocation) {
        let place = self.find(wanted, Some(to)).unwrap_or_else(|| {
            let next = self.lines.iter().map(|line| line.position + 1).max();
            self.lines.push(reservation_line::Model {
                position: next.unwrap_or(0),
                location_id: Some(to),
                units: 0,
                sent: 0,
                given_back: 0,
                returned: 0,
                reservation_id: self.id,
                ..self.lines[from].clone()
            });
            self.lines.len() - 1
        });
        self.lines[place].units += wanted.units;
        self.changed.insert(place);
    }

    /// Adds the changes to the levels.
    fn note(&mut self, place: usize, step: SoldStep, units: i64) {
        let line = &self.lines[place];
        let (item, true, Some(location)) = (line.item_id, line.counted, line.location_id) else {
            return;
        };
        for (at, shift) in step.shifts(location, units) {
            self.shifts.entry((item, at)).or_default().add(shift);
        }
    }
}

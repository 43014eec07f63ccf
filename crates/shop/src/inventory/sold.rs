//! What happens to units after they were sold: they are shipped, uncommitted, returned, or moved to
//! another location.
//!
//! Every call carries a key of its caller, such as the id of a fulfillment or refund. A repeated
//! call with the same key changes nothing.

use super::{
    reservations::{Allocation, ReservationError, apply, cause, items_of, of, state},
    store::{
        self,
        levels::{self, Change, Place},
        reservations as rows,
    },
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    ids::{AttemptId, InventoryItemId, LocationId, ReservationId},
    inventory::{reservation::ReservationState, reservation_line},
};
use souk_kernel::app::App;
use std::collections::{BTreeMap, BTreeSet};

/// A step that changes sold units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Fulfill,
    Unfulfill,
    Uncommit,
    /// To this location, or to the one they were shipped from.
    Restock(Option<LocationId>),
    Relocate(LocationId),
}

impl Step {
    /// The reason recorded in the ledger.
    fn reason(self) -> &'static str {
        match self {
            Self::Fulfill => "fulfilled",
            Self::Unfulfill => "fulfillment_cancelled",
            Self::Uncommit | Self::Restock(_) => "restock",
            Self::Relocate(_) => "movement",
        }
    }

    /// Whether the step changes availability for buyers.
    fn is_seen(self) -> bool {
        !matches!(self, Self::Fulfill | Self::Unfulfill)
    }
}

/// Takes units out of stock because they were shipped or written off.
///
/// `units` are allocations of the order, with the units to take.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than are committed.
pub async fn fulfill(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    settle(app, key, attempt, Step::Fulfill, units).await
}

/// Puts units back into stock, still sold, because their fulfillment was cancelled.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than were shipped.
pub async fn unfulfill(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    settle(app, key, attempt, Step::Unfulfill, units).await
}

/// Makes sold units available again before they are shipped, because the order was cancelled or
/// refunded.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than are committed.
pub async fn uncommit(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    settle(app, key, attempt, Step::Uncommit, units).await
}

/// Makes returned units available again, at the location `at` or where they were shipped from.
/// Units of a deleted item are only recorded.
///
/// # Errors
///
/// [`ReservationError::TooMany`] when more are named than were shipped.
pub async fn restock(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
    at: Option<LocationId>,
) -> Result<(), ReservationError> {
    settle(app, key, attempt, Step::Restock(at), units).await
}

/// Moves sold units that are not yet shipped to another location, which must have them in stock.
///
/// # Errors
///
/// [`ReservationError::NotThere`] when it has too few, [`ReservationError::TooMany`] when more are
/// named than are committed.
pub async fn relocate(
    app: &App,
    key: &str,
    attempt: AttemptId,
    units: &[Allocation],
    to: LocationId,
) -> Result<(), ReservationError> {
    settle(app, key, attempt, Step::Relocate(to), units).await
}

async fn settle(
    app: &App,
    key: &str,
    attempt: AttemptId,
    step: Step,
    units: &[Allocation],
) -> Result<(), ReservationError> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    if !rows::note_key(&txn, key, now).await? {
        txn.rollback().await?;
        return Ok(());
    }
    // The state stays the same; the write serialises callers for one order.
    let sold = ReservationState::Committed;
    let Some(id) = rows::advance(&txn, of(attempt), &[sold], sold, now)
        .await?
        .pop()
    else {
        txn.rollback().await?;
        return Err(ReservationError::WrongState(state(app, attempt).await?));
    };
    let mut order = Order {
        id,
        lines: rows::lines_of(&txn, &[id]).await?,
        changed: BTreeSet::new(),
        changes: BTreeMap::new(),
    };
    for of_line in units.iter().filter(|units| units.units > 0) {
        order.settle(step, of_line)?;
    }
    let changed = order.changed.iter().map(|&line| order.lines[line].clone());
    rows::set_lines(&txn, &changed.collect::<Vec<_>>()).await?;
    let changes = with_levels(app, &txn, step, order.changes).await?;
    if let Step::Relocate(to) = step {
        let cause = cause(step.reason(), id);
        if !levels::change(app, &txn, &changes, cause.borrow()).await? {
            txn.rollback().await?;
            return Err(ReservationError::NotThere(to));
        }
    } else {
        apply(app, &txn, &changes, cause(step.reason(), id)).await?;
    }
    if step.is_seen() && !changes.is_empty() {
        levels::tell(app, &txn, &items_of(&changes)).await?;
    }
    txn.commit().await?;
    Ok(())
}

/// Creates the levels that receive units, and leaves out items that were deleted.
async fn with_levels(
    app: &App,
    txn: &DatabaseTransaction,
    step: Step,
    mut changes: BTreeMap<Place, Change>,
) -> Result<BTreeMap<Place, Change>, DbErr> {
    if matches!(step, Step::Restock(_) | Step::Relocate(_)) {
        let items: Vec<InventoryItemId> = items_of(&changes).into_iter().collect();
        let known = store::items_by_ids(txn, &items).await?;
        let known: BTreeSet<InventoryItemId> = known.iter().map(|row| row.id).collect();
        changes.retain(|place, _| known.contains(&place.0));
        let places: Vec<Place> = changes.keys().copied().collect();
        levels::make(txn, &places, app.clock.now()).await?;
    }
    Ok(changes)
}

/// The lines of an order, and the changes to them.
struct Order {
    id: ReservationId,
    lines: Vec<reservation_line::Model>,
    changed: BTreeSet<usize>,
    changes: BTreeMap<Place, Change>,
}

impl Order {
    fn settle(&mut self, step: Step, wanted: &Allocation) -> Result<(), ReservationError> {
        if matches!(step, Step::Relocate(to) if wanted.location == Some(to)) {
            return Ok(()); // they are already there
        }
        let place = self.find(wanted, wanted.location);
        let place = place.ok_or(ReservationError::TooMany)?;
        let units = wanted.units;
        let line = &mut self.lines[place];
        let open = line.units - line.sent - line.given_back;
        let (field, sign, most) = match step {
            Step::Fulfill => (&mut line.sent, 1, open),
            Step::Unfulfill => {
                let most = line.sent - line.returned;
                (&mut line.sent, -1, most)
            }
            Step::Uncommit => (&mut line.given_back, 1, open),
            Step::Restock(_) => {
                let most = line.sent - line.returned;
                (&mut line.returned, 1, most)
            }
            Step::Relocate(_) => (&mut line.units, -1, open),
        };
        if units > most {
            return Err(ReservationError::TooMany);
        }
        *field += sign * units;
        self.changed.insert(place);
        if let Step::Relocate(to) = step {
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
    fn note(&mut self, place: usize, step: Step, units: i64) {
        let line = &self.lines[place];
        let (item, true, Some(location)) = (line.item_id, line.counted, line.location_id) else {
            return;
        };
        let mut change = |location: LocationId, available: i64, committed: i64| {
            let change = self.changes.entry((item, location)).or_default();
            change.available += available;
            change.committed += committed;
        };
        match step {
            Step::Fulfill => change(location, 0, -units),
            Step::Unfulfill => change(location, 0, units),
            Step::Uncommit => change(location, units, -units),
            Step::Restock(at) => change(at.unwrap_or(location), units, 0),
            Step::Relocate(to) => {
                change(location, units, -units);
                change(to, -units, units);
                let there = self.changes.entry((item, to)).or_default();
                there.least = Some(there.least.unwrap_or(0) + units);
            }
        }
    }
}

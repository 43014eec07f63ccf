//! Reserves stock for checkout attempts, and sells or releases it.
//!
//! `reserve` takes units out of the available stock, `pin` keeps them from expiring, `commit` sells
//! them, `release` makes them available again. Each may be repeated for the same attempt with the
//! same result. What happens to sold units is in [`super::sold`].

use super::{
    item_requirements::Needs,
    ledger::{self, Cause, Changes, Shift},
    levels::LevelKey,
    reservation_request::ReservationRequest,
    routing::Take,
    steps::ReservationStep,
    store::{
        levels::{insert_missing_levels, lock_levels},
        reservations,
    },
};
pub use super::{
    releases::{release_expired_reservations, release_held_reservation, release_reservation},
    routing::MissingStock,
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, InventoryItemId, LocationId, ReservationId, VariantId},
    inventory::{
        reservation::{self, ReservationState},
        reservation_line,
    },
};
use souk_kernel::{app::App, events::Event};
use std::collections::{BTreeMap, BTreeSet};

/// Units of an item at a location that are allocated to a line of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Index of the line among the demands, from 0.
    pub line: i32,
    /// The variant of the line.
    pub variant: VariantId,
    /// An item that the variant uses.
    pub item: InventoryItemId,
    /// Where the units come from; `None` if the item is not tracked and the shop has no location.
    pub location: Option<LocationId>,
    /// Units of the item per unit of the variant.
    pub units_each: i32,
    /// Units of the item.
    pub units: i64,
}

/// Stock reserved for an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Reservation {
    /// Id.
    pub id: ReservationId,
    /// The attempt.
    pub attempt: AttemptId,
    /// State of the reservation.
    pub state: ReservationState,
    /// When the reservation expires, as long as it is held.
    pub expires_at: Timestamp,
    /// What each line is allocated, and from where.
    pub allocations: Vec<Allocation>,
    lines: Vec<reservation_line::Model>,
}

/// Why stock was not reserved, pinned, sold or released. Nothing has changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReservationError {
    /// These variants are out of stock.
    #[error("out of stock")]
    OutOfStock(Vec<MissingStock>),
    /// The reservation expired or was released.
    #[error("the reservation has ended")]
    Ended,
    /// The step comes too early or too late: the reservation is in this state.
    #[error("the reservation is {0:?}")]
    WrongState(ReservationState),
    /// The attempt never reserved stock.
    #[error("there is no such reservation")]
    NotFound,
    /// More units than remain of those that were sold, or units that were not sold.
    #[error("more units than are left of the order")]
    TooMany,
    /// The location has too few units.
    #[error("the location has not enough units")]
    NotThere(LocationId),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What an attempt would take from where, according to the stock at the time it was read.
pub struct ReservationPlan(Needs, Vec<Take>);

/// Finds where stock could be reserved for an attempt, without reserving it: when many buyers want
/// the last unit, each refusal costs a single read. The inner error lists what is missing.
///
/// # Errors
///
/// When the database fails.
pub async fn plan_reservation(
    app: &App,
    wanted: &ReservationRequest<'_>,
) -> Result<Result<ReservationPlan, Vec<MissingStock>>, DbErr> {
    let needs = Needs::read(app.databases.inventory.reader(), wanted).await?;
    let takes = needs.route();
    Ok(takes.map(|takes| ReservationPlan(needs, takes)))
}

/// Reserves stock for an attempt, all lines or none. An attempt that already has a reservation gets
/// the same result again. A `planned` attempt takes the units in its plan if they are still
/// available.
///
/// # Errors
///
/// [`ReservationError::OutOfStock`] lists what is missing; [`ReservationError::Ended`] when an
/// earlier reservation of the attempt has ended.
pub async fn reserve_stock(
    app: &App,
    wanted: &ReservationRequest<'_>,
    planned: Option<ReservationPlan>,
) -> Result<Reservation, ReservationError> {
    let planned = match planned {
        Some(planned) => Ok(planned),
        None => plan_reservation(app, wanted).await?,
    };
    match planned {
        Err(missing) => {
            let known = reservation_of_attempt(app, wanted.attempt).await;
            let none = ReservationError::OutOfStock(missing);
            return match known {
                Err(ReservationError::NotFound) => Err(none),
                other => other,
            };
        }
        Ok(planned) => {
            if let Some(held) = try_reserve(app, wanted, Some(planned)).await? {
                return Ok(held);
            }
        }
    }
    // Somebody took units after they were read: read again under a lock.
    let held = try_reserve(app, wanted, None).await?;
    held.ok_or_else(|| DbErr::Custom("stock changed under a lock".to_owned()).into())
}

/// Takes the units in one transaction: those of `plan`, or those found under a lock. `None` if they
/// are no longer available.
async fn try_reserve(
    app: &App,
    wanted: &ReservationRequest<'_>,
    plan: Option<ReservationPlan>,
) -> Result<Option<Reservation>, ReservationError> {
    let now = app.clock.now();
    let expires_in = wanted.expires_in.unwrap_or_default().as_millis();
    let expires_in = i64::try_from(expires_in).unwrap_or(i64::MAX);
    let row = reservation::Model {
        id: app.next_id(),
        attempt_id: wanted.attempt,
        state: match wanted.expires_in {
            Some(_) => ReservationState::Held,
            None => ReservationState::Pinned,
        },
        expires_at: Timestamp(now.0.saturating_add(expires_in)),
        created_at: now,
        updated_at: now,
    };
    let txn = app.databases.inventory.begin().await?;
    if !reservations::insert_reservation(&txn, row.clone()).await? {
        txn.rollback().await?;
        return reservation_of_attempt(app, wanted.attempt).await.map(Some);
    }
    let (needs, takes) = match plan {
        Some(ReservationPlan(needs, takes)) => (needs, takes),
        None => {
            let needs = Needs::read(&txn, wanted).await?;
            if let Ok(takes) = needs.route() {
                insert_missing_levels(&txn, &needs.not_stocked(&takes), now).await?;
            }
            lock_levels(&txn, &needs.counted()).await?;
            let needs = Needs::read(&txn, wanted).await?;
            let takes = needs.route().map_err(ReservationError::OutOfStock)?;
            (needs, takes)
        }
    };
    let lines = needs.lines(row.id, &takes);
    let backordered = needs.not_stocked(&takes);
    insert_missing_levels(&txn, &backordered, now).await?;
    let shifts = needs.shifts(&takes);
    let cause = ReservationStep::Reserve.cause(row.id);
    let recorded = ledger::record_changes(app, &txn, Changes::Shifts(&shifts), &cause).await?;
    if recorded.is_err() {
        txn.rollback().await?;
        return Ok(None);
    }
    reservations::insert_lines(&txn, &lines).await?;
    publish_reserved(app, &txn, &needs, &shifts).await?;
    txn.commit().await?;
    Ok(Some(with_lines(row, lines)))
}

/// Publishes that the stock of the products changed. Products outside the demand are looked up only
/// if they share an item with it.
async fn publish_reserved(
    app: &App,
    txn: &DatabaseTransaction,
    needs: &Needs,
    shifts: &BTreeMap<LevelKey, Shift>,
) -> Result<(), DbErr> {
    if shifts.is_empty() {
        return Ok(());
    }
    if needs.share_items() {
        return ledger::publish(app, txn, &items_of(shifts)).await;
    }
    let events = needs
        .products()
        .map(|product| Event::StockChanged { product });
    app.publish(txn, &events.collect::<Vec<_>>()).await
}

/// The reservation of an attempt.
///
/// # Errors
///
/// [`ReservationError::NotFound`] when it never reserved stock, [`ReservationError::Ended`] when
/// its reservation has ended.
pub async fn reservation_of_attempt(
    app: &App,
    attempt: AttemptId,
) -> Result<Reservation, ReservationError> {
    let db = app.databases.inventory.writer();
    let Some(row) = reservations::of_attempt(db, attempt).await? else {
        return Err(ReservationError::NotFound);
    };
    if row.state == ReservationState::Released {
        return Err(ReservationError::Ended);
    }
    let lines = reservations::lines_of(db, &[row.id]).await?;
    Ok(with_lines(row, lines))
}

/// Keeps an attempt's reservation from expiring. From then on, only [`release_reservation`] and [`commit_reservation`] end
/// it.
///
/// # Errors
///
/// [`ReservationError::Ended`] when it has already expired.
pub async fn pin_reservation(app: &App, attempt: AttemptId) -> Result<(), ReservationError> {
    let now = app.clock.now();
    let db = app.databases.inventory.writer();
    let which = is_of_attempt(attempt).add(reservation::Column::ExpiresAt.gt(now));
    let held = [ReservationState::Held];
    let pinned =
        reservations::change_state(db, which, &held, ReservationState::Pinned, now).await?;
    if !pinned.is_empty() {
        return Ok(());
    }
    match state(app, attempt).await? {
        ReservationState::Pinned | ReservationState::Committed => Ok(()),
        ReservationState::Held | ReservationState::Released => Err(ReservationError::Ended),
    }
}

/// Sells what an attempt has reserved: reserved units become committed. The reservation must be
/// pinned. It is read from the database unless the caller passes it as `known`.
///
/// # Errors
///
/// [`ReservationError::Ended`] when the reservation has ended, [`ReservationError::WrongState`]
/// when it is not pinned.
pub async fn commit_reservation(
    app: &App,
    attempt: AttemptId,
    known: Option<&Reservation>,
) -> Result<(), ReservationError> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let pinned = [ReservationState::Pinned];
    let to = ReservationState::Committed;
    let Some(id) = reservations::change_state(&txn, is_of_attempt(attempt), &pinned, to, now)
        .await?
        .pop()
    else {
        txn.rollback().await?;
        return match state(app, attempt).await? {
            ReservationState::Committed => Ok(()),
            ReservationState::Released => Err(ReservationError::Ended),
            early => Err(ReservationError::WrongState(early)),
        };
    };
    let read;
    let lines = match known {
        Some(known) => &known.lines,
        None => {
            read = reservations::lines_of(&txn, &[id]).await?;
            &read
        }
    };
    let shifts = shifts(lines, ReservationStep::Commit);
    shift_held(app, &txn, &shifts, ReservationStep::Commit.cause(id)).await?;
    txn.commit().await?;
    Ok(())
}

/// Shifts levels that exist: a reservation keeps its items from being deleted.
pub(super) async fn shift_held(
    app: &App,
    txn: &DatabaseTransaction,
    shifts: &BTreeMap<LevelKey, Shift>,
    cause: Cause,
) -> Result<(), DbErr> {
    let recorded = ledger::record_changes(app, txn, Changes::Shifts(shifts), &cause).await?;
    recorded.map(drop).map_err(|_| {
        let whose = cause.reference.unwrap_or_default();
        DbErr::Custom(format!("{whose}: a level of its items is gone"))
    })
}

/// The shifts of levels by a step of all units of tracked lines, summed by place.
pub(super) fn shifts(
    lines: &[reservation_line::Model],
    step: ReservationStep,
) -> BTreeMap<LevelKey, Shift> {
    let mut shifts: BTreeMap<LevelKey, Shift> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.counted) {
        if let Some(location) = line.location_id {
            let of_place = shifts.entry((line.item_id, location)).or_default();
            of_place.add(step.shift(line.units));
        }
    }
    shifts
}

/// The items of the shifted levels.
pub(super) fn items_of(shifts: &BTreeMap<LevelKey, Shift>) -> BTreeSet<InventoryItemId> {
    shifts.keys().map(|place| place.0).collect()
}

/// Condition that selects the reservation of an attempt.
pub(super) fn is_of_attempt(attempt: AttemptId) -> Condition {
    Condition::all().add(reservation::Column::AttemptId.eq(attempt))
}

pub(super) async fn state(
    app: &App,
    attempt: AttemptId,
) -> Result<ReservationState, ReservationError> {
    let row = reservations::of_attempt(app.databases.inventory.writer(), attempt).await?;
    row.map(|row| row.state).ok_or(ReservationError::NotFound)
}

fn with_lines(row: reservation::Model, lines: Vec<reservation_line::Model>) -> Reservation {
    Reservation {
        id: row.id,
        attempt: row.attempt_id,
        state: row.state,
        expires_at: row.expires_at,
        allocations: lines.iter().map(Allocation::from).collect(),
        lines,
    }
}

impl From<&reservation_line::Model> for Allocation {
    fn from(row: &reservation_line::Model) -> Self {
        Self {
            line: row.line,
            variant: row.variant_id,
            item: row.item_id,
            location: row.location_id,
            units_each: row.units_each,
            units: row.units,
        }
    }
}

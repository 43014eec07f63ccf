//! Releases reserved stock because an attempt ended, a merchant requested it, or the reservation
//! expired.

use super::{
    ledger,
    reservations::{ReservationError, is_of_attempt, items_of, shift_held, shifts, state},
    steps::ReservationStep,
    store::reservations,
};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, DbErr};
use souk_entities::{
    ids::{AttemptId, ReservationId},
    inventory::reservation::{self, ReservationState},
};
use souk_kernel::app::App;

/// Maximum number of expired reservations that one transaction releases.
const BATCH: u64 = 100;

/// Releases what an attempt has reserved, pinned or not. An attempt without a reservation cannot
/// make one afterwards: a reservation that arrives late finds it ended.
///
/// # Errors
///
/// [`ReservationError::WrongState`] when it was sold.
pub async fn release_reservation(app: &App, attempt: AttemptId) -> Result<(), ReservationError> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let nothing = reservation::Model {
        id: app.next_id(),
        attempt_id: attempt,
        state: ReservationState::Released,
        expires_at: now,
        created_at: now,
        updated_at: now,
    };
    if reservations::insert_reservation(&txn, nothing).await? {
        txn.commit().await?;
        return Ok(());
    }
    let from = [ReservationState::Held, ReservationState::Pinned];
    let released = ReservationState::Released;
    let ids =
        reservations::change_state(&txn, is_of_attempt(attempt), &from, released, now).await?;
    if ids.is_empty() {
        txn.rollback().await?;
        return match state(app, attempt).await? {
            ReservationState::Released => Ok(()),
            other => Err(ReservationError::WrongState(other)),
        };
    }
    release_units(app, &txn, &ids).await?;
    txn.commit().await?;
    Ok(())
}

/// Releases a reservation for which no payment is in progress.
///
/// # Errors
///
/// [`ReservationError::WrongState`] when it is no longer held.
pub async fn release_held_reservation(
    app: &App,
    id: ReservationId,
) -> Result<reservation::Model, ReservationError> {
    let now = app.clock.now();
    let txn = app.databases.inventory.begin().await?;
    let which = Condition::all().add(reservation::Column::Id.eq(id));
    let (from, to) = ([ReservationState::Held], ReservationState::Released);
    let ids = reservations::change_state(&txn, which, &from, to, now).await?;
    if ids.is_empty() {
        let row = reservations::by_id(&txn, id).await?;
        return Err(row.map_or(ReservationError::NotFound, |row| {
            ReservationError::WrongState(row.state)
        }));
    }
    release_units(app, &txn, &ids).await?;
    let row = reservations::by_id(&txn, id).await?;
    txn.commit().await?;
    row.ok_or(ReservationError::NotFound)
}

/// Releases the reservations that have expired and are not pinned, in small batches so that buyers
/// do not have to wait. Returns how many were released.
///
/// # Errors
///
/// When the database fails.
pub async fn release_expired_reservations(app: &App) -> Result<u64, DbErr> {
    let mut released = 0;
    loop {
        let now = app.clock.now();
        let txn = app.databases.inventory.begin().await?;
        let ids = reservations::lock_expired(&txn, now, BATCH).await?;
        if ids.is_empty() {
            txn.rollback().await?;
            return Ok(released);
        }
        let which = Condition::all().add(reservation::Column::Id.is_in(ids.iter().copied()));
        let (from, to) = ([ReservationState::Held], ReservationState::Released);
        let ids = reservations::change_state(&txn, which, &from, to, now).await?;
        release_units(app, &txn, &ids).await?;
        txn.commit().await?;
        released += u64::try_from(ids.len()).expect("a batch is small");
        if app.shutdown.is_cancelled() {
            return Ok(released);
        }
    }
}

/// Makes the units of reservations available again.
async fn release_units(
    app: &App,
    txn: &DatabaseTransaction,
    ids: &[ReservationId],
) -> Result<(), DbErr> {
    let lines = reservations::lines_of(txn, ids).await?;
    let shifts = shifts(&lines, ReservationStep::Release);
    let Some(id) = ids.first() else {
        return Ok(());
    };
    shift_held(app, txn, &shifts, ReservationStep::Release.cause(*id)).await?;
    ledger::publish(app, txn, &items_of(&shifts)).await
}

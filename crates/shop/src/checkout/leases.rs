//! Leases of attempts: a driver has its attempt to itself while it lives. Its process renews the
//! leases of all its drivers, so that they are short: what a process that died was driving goes on
//! elsewhere soon, and in the same process as soon as it starts again.

use super::{saga::later, store};
use sea_orm::DbErr;
use souk_entities::{Timestamp, ids::AttemptId};
use souk_kernel::{
    app::{App, Part},
    ids,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How long a lease lasts after it was last renewed.
const LEASE_MS: i64 = 15_000;
/// How often leases are renewed: a process that pauses for a moment loses none.
const PERIOD: Duration = Duration::from_secs(4);

/// An attempt and the claim of its driver.
type Driven = (AttemptId, i64);

/// The attempts that this process is driving.
#[derive(Clone, Debug, Default)]
pub struct Leases(Arc<Mutex<BTreeSet<Driven>>>);

impl Part for Leases {}

/// Keeps the lease of a driver while it lives.
pub(super) struct Kept {
    leases: Leases,
    driven: Driven,
}

impl Leases {
    /// Renews the lease of the driver with this claim until the result is dropped.
    pub(super) fn keep(&self, attempt: AttemptId, claim: i64) -> Kept {
        let driven = (attempt, claim);
        self.driven().insert(driven);
        Kept {
            leases: self.clone(),
            driven,
        }
    }

    fn driven(&self) -> MutexGuard<'_, BTreeSet<Driven>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.leases.driven().remove(&self.driven);
    }
}

/// Until when a driver that takes an attempt now has it to itself.
pub(super) fn lease(now: Timestamp) -> Timestamp {
    Timestamp(now.0 + LEASE_MS)
}

/// Starts renewing the leases of this process, until it stops.
pub fn start_lease_renewal(app: &Arc<App>) {
    let failed = "leases of attempts could not be renewed";
    app.every(PERIOD, failed, |app| async move { renew(&app).await });
}

async fn renew(app: &App) -> Result<(), DbErr> {
    let driven: Vec<Driven> = app.part::<Leases>().driven().iter().copied().collect();
    // One that ends sooner is the pause of an attempt whose driver has just left it.
    let (after, until) = (later(app), lease(app.clock.now()));
    store::move_leases(app.databases.orders.writer(), &driven, after, until).await
}

/// Ends the leases that an earlier process with this process's number left behind, before this one
/// drives anything: nobody else has the number now.
///
/// # Errors
///
/// When the database fails.
pub async fn end_leases_of_earlier_process(app: &App) -> Result<(), DbErr> {
    let (db, now) = (app.databases.orders.writer(), app.clock.now());
    let node = app.node.number();
    let leased = store::leased_attempts(db, now).await?.into_iter();
    let ours: Vec<Driven> = leased
        .filter(|&(_, claim)| ids::node_of(claim) == node)
        .collect();
    store::move_leases(db, &ours, now, now).await
}

//! The steps of units that buyers order: which quantities change, and what the ledger calls it.
//!
//! Units are reserved, then committed or released. Committed units are fulfilled, uncommitted or
//! relocated; fulfilled ones are restocked, unless their fulfillment is cancelled.

use super::ledger::{Cause, Shift};
use souk_entities::ids::{LocationId, ReservationId};

/// A step of all units of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReservationStep {
    /// Available units are reserved for a checkout.
    Reserve,
    /// Reserved units are sold.
    Commit,
    /// Reserved units are available again.
    Release,
}

impl ReservationStep {
    /// The cause recorded in the ledger.
    pub(super) fn cause(self, id: ReservationId) -> Cause {
        let reason = match self {
            Self::Reserve => "reserved",
            Self::Commit => "committed",
            Self::Release => "released",
        };
        Cause::of_reservation(reason, id)
    }

    /// What the step changes where the units are.
    pub(super) fn shift(self, units: i64) -> Shift {
        match self {
            Self::Reserve => shift(-units, units, 0),
            Self::Commit => shift(0, -units, units),
            Self::Release => shift(units, -units, 0),
        }
    }
}

/// A step of some of the units that were sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SoldStep {
    /// Committed units are shipped or written off.
    Fulfill,
    /// Shipped units are back in stock, still sold.
    Unfulfill,
    /// Committed units are available again.
    Uncommit,
    /// Shipped units are available again, at this location or at the one they were shipped from.
    Restock(Option<LocationId>),
    /// Committed units come from this location instead of another one.
    Relocate(LocationId),
}

impl SoldStep {
    /// The cause recorded in the ledger.
    pub(super) fn cause(self, id: ReservationId) -> Cause {
        let reason = match self {
            Self::Fulfill => "fulfilled",
            Self::Unfulfill => "fulfillment_cancelled",
            Self::Uncommit | Self::Restock(_) => "restock",
            Self::Relocate(_) => "movement",
        };
        Cause::of_reservation(reason, id)
    }

    /// Whether the step changes availability for buyers.
    pub(super) fn is_seen(self) -> bool {
        !matches!(self, Self::Fulfill | Self::Unfulfill)
    }

    /// What the step changes for units of a location: the levels that change.
    pub(super) fn shifts(self, from: LocationId, units: i64) -> Vec<(LocationId, Shift)> {
        match self {
            Self::Fulfill => vec![(from, shift(0, 0, -units))],
            Self::Unfulfill => vec![(from, shift(0, 0, units))],
            Self::Uncommit => vec![(from, shift(units, 0, -units))],
            Self::Restock(at) => vec![(at.unwrap_or(from), shift(units, 0, 0))],
            Self::Relocate(to) => {
                let there = Shift {
                    least: Some(units),
                    ..shift(-units, 0, units)
                };
                vec![(from, shift(units, 0, -units)), (to, there)]
            }
        }
    }
}

fn shift(available: i64, reserved: i64, committed: i64) -> Shift {
    Shift {
        available,
        reserved,
        committed,
        least: None,
    }
}

impl Shift {
    /// Adds another shift of the same level.
    pub(super) fn add(&mut self, other: Self) {
        self.available += other.available;
        self.reserved += other.reserved;
        self.committed += other.committed;
        if let Some(least) = other.least {
            *self.least.get_or_insert(0) += least;
        }
    }
}

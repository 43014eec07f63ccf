//! The one writer of stock levels and of the stock ledger.
//!
//! [`record_changes`] changes levels and writes a row of the ledger for every difference, in the transaction
//! of its caller. Levels are locked by item and location, the same order for all callers.

pub(crate) use super::store::levels::Shift;
use super::{
    InventoryErrorCode,
    levels::{self, LevelKey, QuantityName},
    store::{self, items},
};
use sea_orm::{DatabaseTransaction, DbErr};
use serde::Serialize;
use souk_entities::{
    Timestamp,
    ids::{AdjustmentGroupId, InventoryItemId, ReservationId},
    inventory::{inventory_adjustment, inventory_level},
};
use souk_kernel::{app::App, events::Event, ids::Gid, refusal::Refusal};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// Units of one level at most, below zero too.
pub(crate) const MOST_UNITS: i64 = 1_000_000_000;

/// Levels by place.
pub(crate) type Levels = BTreeMap<LevelKey, inventory_level::Model>;

/// Why levels change, as recorded in the ledger.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cause {
    /// Reason, such as `reserved`.
    pub(crate) reason: Cow<'static, str>,
    /// Document, or the global id of the object, that caused the change.
    pub(crate) reference: Option<String>,
}

impl Cause {
    /// A cause that refers to nothing.
    pub(crate) fn of(reason: &'static str) -> Self {
        Self {
            reason: Cow::Borrowed(reason),
            reference: None,
        }
    }

    /// A step of a reservation.
    pub(super) fn of_reservation(reason: &'static str, id: ReservationId) -> Self {
        Self {
            reason: Cow::Borrowed(reason),
            reference: Some(id.gid().0),
        }
    }
}

/// How a quantity changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Amount {
    /// To this quantity.
    To(i64),
    /// By this number. The result may be negative: a stock-take may find fewer units than were
    /// sold.
    By(i64),
    /// Down by this number of units, which must be there.
    Take(i64),
}

/// A change of one quantity of a level.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Adjustment {
    /// Where.
    pub(crate) place: LevelKey,
    /// Which quantity.
    pub(crate) name: QuantityName,
    /// How.
    pub(crate) amount: Amount,
    /// What the quantity must be before; anything if absent.
    pub(crate) change_from: Option<i64>,
    /// Document that it follows from.
    pub(crate) document: Option<String>,
}

impl Adjustment {
    /// A change with no condition on the current quantity and no document.
    pub(crate) fn new(place: LevelKey, name: QuantityName, amount: Amount) -> Self {
        Self {
            place,
            name,
            amount,
            change_from: None,
            document: None,
        }
    }
}

/// Whether items are stocked where their quantities change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stocking {
    /// From now on, if they were not.
    Starts,
    /// They must be.
    Required,
    /// They must be, and no longer are after the changes.
    Ends,
}

/// Changes of levels that are recorded together.
pub(crate) enum Changes<'a> {
    /// Differences of what is available, reserved and committed, at places that have a level. One
    /// statement locks the levels, checks that they have enough units, and changes them.
    Shifts(&'a BTreeMap<LevelKey, Shift>),
    /// Changes one after the other. The transaction has locked the levels by [`lock_levels`](super::lock_levels).
    Adjustments {
        /// The locked levels.
        levels: Levels,
        /// The changes, each with its row in the ledger.
        adjustments: &'a [Adjustment],
        /// Whether items are stocked at the places.
        stocking: Stocking,
    },
}

/// What was recorded.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// The levels as they are now.
    pub(crate) levels: Levels,
    /// The rows of the ledger.
    pub(crate) rows: Vec<inventory_adjustment::Model>,
}

/// Why changes cannot be made; the transaction must be rolled back. `index` is that of the
/// adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// A level to shift does not exist or has too few units.
    #[error("A level is missing or has too few units.")]
    TooFewToShift,
    /// The item is not stocked at the location.
    #[error("The item is not stocked at this location.")]
    NotStocked { index: usize },
    /// The quantity is not what the caller takes it for.
    #[error("The quantity is {quantity} now.")]
    Stale { index: usize, quantity: i64 },
    /// There are fewer units than are taken.
    #[error("Only {quantity} units are there.")]
    TooFew { index: usize, quantity: i64 },
    /// The quantity would be more than a level may have.
    #[error("The quantity is out of range.")]
    OutOfRange { index: usize },
}

impl Refused {
    /// The refusal of changes that are named by one part of the input.
    pub(super) fn refusal(self, field: &str) -> Refusal<InventoryErrorCode> {
        Refusal::new(InventoryErrorCode::Invalid, field, self.to_string())
    }
}

/// Changes levels and writes the ledger: all changes or none. If they are refused, some levels may
/// have been changed, so the transaction must be rolled back.
pub(crate) async fn record_changes(
    app: &App,
    txn: &DatabaseTransaction,
    changes: Changes<'_>,
    cause: &Cause,
) -> Result<Result<Recorded, Refused>, DbErr> {
    let now = app.clock.now();
    let mut entry = Entry {
        app,
        now,
        group: app.next_id(),
        cause,
        rows: Vec::new(),
    };
    let levels = match changes {
        Changes::Shifts(shifts) => {
            let shifted = store::levels::shift_levels(txn, shifts, now).await?;
            if shifted.len() < shifts.len() {
                return Ok(Err(Refused::TooFewToShift));
            }
            let shifted = shifted.into_iter();
            let levels = shifted.map(|level| ((level.item_id, level.location_id), level));
            let levels: Levels = levels.collect();
            entry.note_shifts(shifts, &levels);
            levels
        }
        Changes::Adjustments {
            mut levels,
            adjustments,
            stocking,
        } => {
            let changed = match entry.adjust(&mut levels, adjustments, stocking) {
                Ok(changed) => changed,
                Err(refused) => return Ok(Err(refused)),
            };
            let changed = changed.iter().filter_map(|place| levels.get(place));
            store::levels::upsert_levels(txn, changed.cloned().collect()).await?;
            levels
        }
    };
    let rows = entry.rows;
    store::levels::insert_adjustments(txn, &rows).await?;
    Ok(Ok(Recorded { levels, rows }))
}

/// Publishes that stock changed of the products whose variants use these items.
pub(super) async fn publish(
    app: &App,
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
) -> Result<(), DbErr> {
    let products = items::products_of_items(txn, items).await?.into_iter();
    let events: Vec<Event> = products
        .map(|product| Event::StockChanged { product })
        .collect();
    app.publish(txn, &events).await
}

/// The rows of the ledger that are written together.
struct Entry<'a> {
    app: &'a App,
    now: Timestamp,
    group: AdjustmentGroupId,
    cause: &'a Cause,
    rows: Vec<inventory_adjustment::Model>,
}

impl Entry<'_> {
    /// Adds the rows of levels that were shifted.
    fn note_shifts(&mut self, shifts: &BTreeMap<LevelKey, Shift>, levels: &Levels) {
        for (place, level) in levels {
            let by = shifts.get(place).copied().unwrap_or_default();
            for (name, delta, after) in [
                ("available", by.available, level.available),
                ("reserved", by.reserved, level.reserved),
                ("committed", by.committed, level.committed),
            ] {
                self.note(*place, name, delta, after, None);
            }
        }
    }

    /// Makes adjustments and adds their rows. Returns the places whose levels changed.
    fn adjust(
        &mut self,
        levels: &mut Levels,
        adjustments: &[Adjustment],
        stocking: Stocking,
    ) -> Result<BTreeSet<LevelKey>, Refused> {
        let mut changed = BTreeSet::new();
        for (index, adjustment) in adjustments.iter().enumerate() {
            let place = adjustment.place;
            if stocking == Stocking::Starts {
                levels.entry(place).or_insert_with(|| {
                    changed.insert(place);
                    levels::empty(place.0, place.1, self.now)
                });
            }
            let level = levels.get_mut(&place);
            let level = level.filter(|level| level.active || stocking == Stocking::Starts);
            let level = level.ok_or(Refused::NotStocked { index })?;
            let (was_active, name) = (level.active, adjustment.name);
            let after = adjustment.after(index, name.of(level))?;
            let delta = levels::set(level, name, after, self.now);
            if delta != 0 || !was_active {
                changed.insert(place);
            }
            self.note(
                place,
                name.text(),
                delta,
                after,
                adjustment.document.clone(),
            );
        }
        if stocking == Stocking::Ends {
            for place in adjustments.iter().map(|adjustment| adjustment.place) {
                if let Some(level) = levels.get_mut(&place) {
                    level.active = false;
                    level.updated_at = self.now;
                    changed.insert(place);
                }
            }
        }
        Ok(changed)
    }

    /// Adds the row of a difference, if there is one.
    fn note(
        &mut self,
        place: LevelKey,
        name: &str,
        delta: i64,
        quantity_after: i64,
        document: Option<String>,
    ) {
        if delta == 0 {
            return;
        }
        self.rows.push(inventory_adjustment::Model {
            id: self.app.next_id(),
            group_id: self.group,
            item_id: place.0,
            location_id: place.1,
            name: name.to_owned(),
            delta,
            quantity_after,
            reason: self.cause.reason.clone().into_owned(),
            reference: self.cause.reference.clone(),
            document,
            created_at: self.now,
        });
    }
}

impl Adjustment {
    /// The quantity after the change of one that is `before`.
    fn after(&self, index: usize, before: i64) -> Result<i64, Refused> {
        if self.change_from.is_some_and(|expected| expected != before) {
            let quantity = before;
            return Err(Refused::Stale { index, quantity });
        }
        let after = match self.amount {
            Amount::To(quantity) => quantity,
            Amount::By(delta) => before + delta,
            Amount::Take(units) => before - units,
        };
        let may_be_owed = matches!(self.name, QuantityName::Available | QuantityName::OnHand)
            && !matches!(self.amount, Amount::Take(_));
        if after < 0 && !may_be_owed {
            let quantity = before;
            return Err(Refused::TooFew { index, quantity });
        }
        if !(-MOST_UNITS..=MOST_UNITS).contains(&after) {
            return Err(Refused::OutOfRange { index });
        }
        Ok(after)
    }
}

//! Levels of stock under a lock, and the rows of the ledger that go with every change of them.

use super::{products::QuantityName, rows};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use souk_entities::{
    Timestamp,
    ids::{InventoryItemId, LocationId},
    inventory::inventory_level::{self, Column},
};
use std::collections::{BTreeMap, BTreeSet};

/// An item at a location.
pub(crate) type Place = (InventoryItemId, LocationId);

/// Locks every level of `items`, in one order for all callers, and makes those of `wanted` that are
/// missing: two callers who want the same new level then wait for each other too.
pub(crate) async fn lock(
    txn: &DatabaseTransaction,
    items: &BTreeSet<InventoryItemId>,
    wanted: &BTreeSet<Place>,
    now: Timestamp,
) -> Result<BTreeMap<Place, inventory_level::Model>, DbErr> {
    let wanted: Vec<Place> = wanted.iter().copied().collect();
    for places in wanted.chunks(rows::KEYS) {
        let mut keep = OnConflict::columns([Column::ItemId, Column::LocationId]);
        keep.do_nothing();
        let levels = places.iter().map(|&(item, location)| {
            let level = empty(item, location, now);
            level.into_active_model().reset_all()
        });
        inventory_level::Entity::insert_many(levels)
            .on_conflict(keep)
            .exec_without_returning(txn)
            .await?;
    }
    let items: Vec<InventoryItemId> = items.iter().copied().collect();
    let mut levels = BTreeMap::new();
    for items in items.chunks(rows::KEYS) {
        let found = inventory_level::Entity::find()
            .filter(Column::ItemId.is_in(items.iter().copied()))
            .order_by_asc(Column::ItemId)
            .order_by_asc(Column::LocationId)
            .lock_exclusive()
            .all(txn)
            .await?;
        let found = found.into_iter();
        levels.extend(found.map(|row| ((row.item_id, row.location_id), row)));
    }
    Ok(levels)
}

/// A level without units.
pub(crate) fn empty(
    item_id: InventoryItemId,
    location_id: LocationId,
    now: Timestamp,
) -> inventory_level::Model {
    inventory_level::Model {
        item_id,
        location_id,
        active: true,
        available: 0,
        reserved: 0,
        committed: 0,
        on_hand: 0,
        incoming: 0,
        safety_stock: 0,
        damaged: 0,
        quality_control: 0,
        updated_at: now,
    }
}

impl QuantityName {
    /// As the ledger and the API write it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::OnHand => "on_hand",
        }
    }

    /// What it is at a level.
    pub(crate) fn of(self, level: &inventory_level::Model) -> i64 {
        match self {
            Self::Available => level.available,
            Self::OnHand => level.on_hand,
        }
    }
}

/// Sets a quantity and returns the difference, which is the ledger's to note.
pub(crate) fn set(
    level: &mut inventory_level::Model,
    name: QuantityName,
    quantity: i64,
    now: Timestamp,
) -> i64 {
    let delta = quantity - name.of(level);
    if delta != 0 || !level.active {
        level.active = true;
        level.available += delta;
        level.on_hand += delta;
        level.updated_at = now;
    }
    delta
}

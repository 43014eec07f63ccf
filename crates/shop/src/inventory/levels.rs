//! Stock levels and their quantities by name.

use souk_entities::{
    Timestamp,
    ids::{InventoryItemId, LocationId},
    inventory::inventory_level,
};

/// An item at a location.
pub(crate) type LevelKey = (InventoryItemId, LocationId);

/// Quantities of a level that merchants can change. Reserved and committed quantities follow from
/// checkouts and orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityName {
    /// Units available for sale.
    Available,
    /// Units physically there.
    OnHand,
    /// Units that cannot be sold.
    Damaged,
    /// Units on their way to the location.
    Incoming,
    /// Units being inspected.
    QualityControl,
    /// Units kept back as safety stock.
    SafetyStock,
}

impl QuantityName {
    /// Parses the name of a quantity.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "available" => Self::Available,
            "on_hand" => Self::OnHand,
            "damaged" => Self::Damaged,
            "incoming" => Self::Incoming,
            "quality_control" => Self::QualityControl,
            "safety_stock" => Self::SafetyStock,
            _ => return None,
        })
    }

    /// The name used in the ledger and the API.
    pub fn text(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::OnHand => "on_hand",
            Self::Damaged => "damaged",
            Self::Incoming => "incoming",
            Self::QualityControl => "quality_control",
            Self::SafetyStock => "safety_stock",
        }
    }

    /// Its value in a level.
    pub(crate) fn of(self, level: &inventory_level::Model) -> i64 {
        match self {
            Self::Available => level.available,
            Self::OnHand => level.on_hand,
            Self::Damaged => level.damaged,
            Self::Incoming => level.incoming,
            Self::QualityControl => level.quality_control,
            Self::SafetyStock => level.safety_stock,
        }
    }

    /// Changes the quantity by `delta`, and the quantity on hand with it. A change on hand changes
    /// what is available.
    pub(crate) fn add(self, level: &mut inventory_level::Model, delta: i64) {
        match self {
            Self::Available | Self::OnHand => level.available += delta,
            Self::Damaged => level.damaged += delta,
            Self::Incoming => level.incoming += delta,
            Self::QualityControl => level.quality_control += delta,
            Self::SafetyStock => level.safety_stock += delta,
        }
        if self != Self::Incoming {
            level.on_hand += delta; // incoming units are not there yet
        }
    }
}

/// A level with zero quantities.
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

/// Sets a quantity and returns the difference for the ledger.
pub(crate) fn set(
    level: &mut inventory_level::Model,
    name: QuantityName,
    quantity: i64,
    now: Timestamp,
) -> i64 {
    let delta = quantity - name.of(level);
    if delta != 0 || !level.active {
        level.active = true;
        name.add(level, delta);
        level.updated_at = now;
    }
    delta
}

//! Units of an item at a location that a reservation holds.
use crate::ids::{InventoryItemId, LocationId, ReservationId, VariantId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Units of an item at a location that a reservation holds. Once they are sold, those that are
/// neither sent nor given back are committed.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "reservation_line")]
pub struct Model {
    /// The reservation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reservation_id: ReservationId,
    /// Place among the lines of the reservation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Place of the order's line among those that were asked for.
    pub line: i32,
    /// The variant.
    pub variant_id: VariantId,
    /// The item.
    pub item_id: InventoryItemId,
    /// The location; absent where units are not counted and nothing is stocked anywhere.
    pub location_id: Option<LocationId>,
    /// Units of the item for one of the variant.
    pub units_each: i32,
    /// Whether the levels of the item follow.
    pub counted: bool,
    /// Units.
    pub units: i64,
    /// Of these, units that left the building.
    pub sent: i64,
    /// Of these, units that were given back before they were sent.
    pub given_back: i64,
    /// Of those that were sent, units that came back.
    pub returned: i64,
}

impl ActiveModelBehavior for ActiveModel {}

//! Units of an item at a location that a reservation holds.
use crate::ids::{InventoryItemId, LocationId, ReservationId, VariantId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Units of an item at a location that a reservation holds. Once they are sold, those that are
/// neither sent nor released are committed.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "reservation_line")]
pub struct Model {
    /// The reservation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reservation_id: ReservationId,
    /// Position among the lines of the reservation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Position of the order line among those requested.
    pub line: i32,
    /// The variant.
    pub variant_id: VariantId,
    /// The item.
    pub item_id: InventoryItemId,
    /// The location; absent if units are not counted and nothing is stocked anywhere.
    pub location_id: Option<LocationId>,
    /// Units of the item per unit of the variant.
    pub units_each: i32,
    /// Whether the stock levels of the item follow.
    pub counted: bool,
    /// Units of the item.
    pub units: i64,
    /// Of these, units that were sent.
    pub sent: i64,
    /// Of these, units that were released before they were sent.
    pub given_back: i64,
    /// Of those sent, units that were returned.
    pub returned: i64,
}

impl ActiveModelBehavior for ActiveModel {}

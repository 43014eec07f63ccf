//! The tables of delivery zones.

use super::error_code::DeliveryErrorCode;
use crate::zones::{self, ZoneKind};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    ids::DeliveryZoneId,
    orders::{delivery_area, delivery_zone},
};

/// A zone with its areas.
pub type ZoneRow = (delivery_zone::Model, Vec<String>);

/// Delivery zones as a kind of zone.
pub(super) struct DeliveryZoneKind;

impl ZoneKind for DeliveryZoneKind {
    type Zones = delivery_zone::Entity;
    type Areas = delivery_area::Entity;
    type Id = DeliveryZoneId;
    type Code = DeliveryErrorCode;

    const NAME: &'static str = "delivery zone";
    const CHANGED: &'static str = "delivery_zone";
    const MOST: u64 = 250;
    const ID: delivery_zone::Column = delivery_zone::Column::Id;
    const AREA: delivery_area::Column = delivery_area::Column::Area;
    const ZONE_OF_AREA: delivery_area::Column = delivery_area::Column::ZoneId;

    fn id(zone: &delivery_zone::Model) -> DeliveryZoneId {
        zone.id
    }

    fn area(zone_id: DeliveryZoneId, area: String) -> delivery_area::Model {
        delivery_area::Model { area, zone_id }
    }

    fn of_area(row: delivery_area::Model) -> (DeliveryZoneId, String) {
        (row.zone_id, row.area)
    }
}

/// Every zone by id, with its areas in order.
///
/// # Errors
///
/// When the database fails.
pub async fn delivery_zones(db: &impl ConnectionTrait) -> Result<Vec<ZoneRow>, DbErr> {
    zones::all_zones::<DeliveryZoneKind>(db).await
}

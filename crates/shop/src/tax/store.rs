//! The tables of tax zones.

use super::error_code::TaxErrorCode;
use crate::zones::{self, ZoneKind};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    ids::TaxZoneId,
    orders::{tax_area, tax_zone},
};

/// A zone with its areas.
pub type TaxZoneRow = (tax_zone::Model, Vec<String>);

/// Tax zones as a kind of zone.
pub(super) struct TaxZoneKind;

impl ZoneKind for TaxZoneKind {
    type Zones = tax_zone::Entity;
    type Areas = tax_area::Entity;
    type Id = TaxZoneId;
    type Code = TaxErrorCode;

    const NAME: &'static str = "tax zone";
    const CHANGED: &'static str = "tax_zone";
    const MOST: u64 = 250;
    const ID: tax_zone::Column = tax_zone::Column::Id;
    const AREA: tax_area::Column = tax_area::Column::Area;
    const ZONE_OF_AREA: tax_area::Column = tax_area::Column::ZoneId;

    fn id(zone: &tax_zone::Model) -> TaxZoneId {
        zone.id
    }

    fn area(zone_id: TaxZoneId, area: String) -> tax_area::Model {
        tax_area::Model { area, zone_id }
    }

    fn of_area(row: tax_area::Model) -> (TaxZoneId, String) {
        (row.zone_id, row.area)
    }
}

/// Every zone by id, with its areas in order.
///
/// # Errors
///
/// When the database fails.
pub async fn tax_zones(db: &impl ConnectionTrait) -> Result<Vec<TaxZoneRow>, DbErr> {
    zones::all_zones::<TaxZoneKind>(db).await
}

//! Regions, each in at most one delivery zone.
use crate::ids::DeliveryZoneId;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Regions, each in at most one delivery zone.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "delivery_area")]
pub struct Model {
    /// ISO 3166 code of a country or province, such as `US` or `US-OR`, or `*` for the rest of the
    /// world.
    #[sea_orm(primary_key, auto_increment = false)]
    pub area: String,
    /// The zone.
    pub zone_id: DeliveryZoneId,
}

impl ActiveModelBehavior for ActiveModel {}

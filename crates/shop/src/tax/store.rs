//! Tax zone queries: SQL only.

use super::MOST_ZONES;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};
use souk_entities::{
    ids::TaxZoneId,
    orders::{tax_area, tax_zone},
};
use std::collections::HashMap;

/// Most areas read; a zone has fewer than a thousand.
const MOST_AREAS: u64 = 250_000;

/// A zone with its areas.
pub type ZoneRow = (tax_zone::Model, Vec<String>);

/// Every zone by id, with its areas in order.
///
/// # Errors
///
/// When the database fails.
pub async fn zones(db: &impl ConnectionTrait) -> Result<Vec<ZoneRow>, DbErr> {
    let zones = tax_zone::Entity::find()
        .order_by_asc(tax_zone::COLUMN.id)
        .limit(MOST_ZONES)
        .all(db)
        .await?;
    let areas = tax_area::Entity::find()
        .order_by_asc(tax_area::COLUMN.area)
        .limit(MOST_AREAS)
        .all(db)
        .await?;
    let mut of_zone: HashMap<TaxZoneId, Vec<String>> = HashMap::new();
    for row in areas {
        of_zone.entry(row.zone_id).or_default().push(row.area);
    }
    Ok(zones
        .into_iter()
        .map(|zone| {
            let areas = of_zone.remove(&zone.id).unwrap_or_default();
            (zone, areas)
        })
        .collect())
}

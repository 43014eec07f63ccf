//! Tax zone queries: SQL only.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    ids::TaxZoneId,
    orders::{tax_area, tax_zone},
};
use souk_kernel::rows;
use std::collections::HashMap;

/// Most tax zones of a shop.
pub const MOST_ZONES: u64 = 250;
/// Most areas read; a zone has fewer than a thousand.
const MOST_AREAS: u64 = 250_000;

/// A zone with its areas.
pub type TaxZoneRow = (tax_zone::Model, Vec<String>);

/// Every zone by id, with its areas in order.
///
/// # Errors
///
/// When the database fails.
pub async fn tax_zones(db: &impl ConnectionTrait) -> Result<Vec<TaxZoneRow>, DbErr> {
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

/// The number of zones.
pub(super) async fn count_zones(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    tax_zone::Entity::find().count(db).await
}

/// Locks a zone until the transaction ends; `None` if it does not exist.
pub(super) async fn lock_zone(
    txn: &DatabaseTransaction,
    id: TaxZoneId,
) -> Result<Option<tax_zone::Model>, DbErr> {
    let zone = tax_zone::Entity::find_by_id(id).lock_exclusive();
    zone.one(txn).await
}

/// Inserts a zone, or replaces the one with its id.
pub(super) async fn write_zone(
    txn: &DatabaseTransaction,
    zone: tax_zone::Model,
) -> Result<(), DbErr> {
    rows::upsert::<tax_zone::Entity>(txn, vec![zone]).await
}

/// Deletes a zone, which has no areas any more.
pub(super) async fn delete_zone(txn: &DatabaseTransaction, id: TaxZoneId) -> Result<(), DbErr> {
    rows::delete::<tax_zone::Entity, _>(txn, tax_zone::Column::Id, &[id]).await
}

/// Deletes the areas of a zone.
pub(super) async fn delete_areas(txn: &DatabaseTransaction, zone: TaxZoneId) -> Result<(), DbErr> {
    rows::delete::<tax_area::Entity, _>(txn, tax_area::Column::ZoneId, &[zone]).await
}

/// One of these areas that belongs to a zone, if any does.
pub(super) async fn first_taken(
    db: &impl ConnectionTrait,
    areas: &[String],
) -> Result<Option<String>, DbErr> {
    let taken = tax_area::Entity::find()
        .filter(tax_area::Column::Area.is_in(areas.iter().map(String::as_str)))
        .limit(1)
        .one(db)
        .await?;
    Ok(taken.map(|row| row.area))
}

/// Inserts the areas of a zone.
pub(super) async fn insert_areas(
    txn: &DatabaseTransaction,
    zone: TaxZoneId,
    areas: &[String],
) -> Result<(), DbErr> {
    let rows = areas.iter().map(|area| tax_area::ActiveModel {
        area: Set(area.clone()),
        zone_id: Set(zone),
    });
    tax_area::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

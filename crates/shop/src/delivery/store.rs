//! Delivery zone queries: SQL only.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    ids::DeliveryZoneId,
    orders::{delivery_area, delivery_zone},
};
use souk_kernel::rows;
use std::collections::HashMap;

/// Most delivery zones of a shop.
pub const MOST_ZONES: u64 = 250;
/// Most areas read; a zone has fewer than a thousand.
const MOST_AREAS: u64 = 250_000;

/// A zone with its areas.
pub type ZoneRow = (delivery_zone::Model, Vec<String>);

/// Every zone by id, with its areas in order.
///
/// # Errors
///
/// When the database fails.
pub async fn delivery_zones(db: &impl ConnectionTrait) -> Result<Vec<ZoneRow>, DbErr> {
    let zones = delivery_zone::Entity::find()
        .order_by_asc(delivery_zone::COLUMN.id)
        .limit(MOST_ZONES)
        .all(db)
        .await?;
    let areas = delivery_area::Entity::find()
        .order_by_asc(delivery_area::COLUMN.area)
        .limit(MOST_AREAS)
        .all(db)
        .await?;
    let mut of_zone: HashMap<DeliveryZoneId, Vec<String>> = HashMap::new();
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
    delivery_zone::Entity::find().count(db).await
}

/// Locks a zone until the transaction ends; `None` if it does not exist.
pub(super) async fn lock_zone(
    txn: &DatabaseTransaction,
    id: DeliveryZoneId,
) -> Result<Option<delivery_zone::Model>, DbErr> {
    let zone = delivery_zone::Entity::find_by_id(id).lock_exclusive();
    zone.one(txn).await
}

/// Inserts a zone, or replaces the one with its id.
pub(super) async fn write_zone(
    txn: &DatabaseTransaction,
    zone: delivery_zone::Model,
) -> Result<(), DbErr> {
    rows::upsert::<delivery_zone::Entity>(txn, vec![zone]).await
}

/// Deletes a zone, which has no areas any more.
pub(super) async fn delete_zone(
    txn: &DatabaseTransaction,
    id: DeliveryZoneId,
) -> Result<(), DbErr> {
    rows::delete::<delivery_zone::Entity, _>(txn, delivery_zone::Column::Id, &[id]).await
}

/// Deletes the areas of a zone.
pub(super) async fn delete_areas(
    txn: &DatabaseTransaction,
    zone: DeliveryZoneId,
) -> Result<(), DbErr> {
    rows::delete::<delivery_area::Entity, _>(txn, delivery_area::Column::ZoneId, &[zone]).await
}

/// One of these areas that belongs to a zone, if any does.
pub(super) async fn first_taken(
    db: &impl ConnectionTrait,
    areas: &[String],
) -> Result<Option<String>, DbErr> {
    let taken = delivery_area::Entity::find()
        .filter(delivery_area::Column::Area.is_in(areas.iter().map(String::as_str)))
        .limit(1)
        .one(db)
        .await?;
    Ok(taken.map(|row| row.area))
}

/// Inserts the areas of a zone.
pub(super) async fn insert_areas(
    txn: &DatabaseTransaction,
    zone: DeliveryZoneId,
    areas: &[String],
) -> Result<(), DbErr> {
    let rows = areas.iter().map(|area| delivery_area::ActiveModel {
        area: Set(area.clone()),
        zone_id: Set(zone),
    });
    delivery_area::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

//! SQL statements of zones and their areas, and nothing else.

use super::kind::ZoneKind;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_kernel::rows;
use std::collections::HashMap;

/// Most areas read; a zone has fewer than a thousand.
const MOST_AREAS: u64 = 250_000;

/// Every zone by id, with its areas in order.
pub(crate) async fn all_zones<K: ZoneKind>(
    db: &impl ConnectionTrait,
) -> Result<Vec<(<K::Zones as EntityTrait>::Model, Vec<String>)>, DbErr> {
    let zones = K::Zones::find()
        .order_by_asc(K::ID)
        .limit(K::MOST)
        .all(db)
        .await?;
    let areas = K::Areas::find()
        .order_by_asc(K::AREA)
        .limit(MOST_AREAS)
        .all(db)
        .await?;
    let mut of_zone: HashMap<K::Id, Vec<String>> = HashMap::new();
    for (zone, area) in areas.into_iter().map(K::of_area) {
        of_zone.entry(zone).or_default().push(area);
    }
    Ok(zones
        .into_iter()
        .map(|zone| {
            let areas = of_zone.remove(&K::id(&zone)).unwrap_or_default();
            (zone, areas)
        })
        .collect())
}

/// The number of zones.
pub(super) async fn count_zones<K: ZoneKind>(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    K::Zones::find().count(db).await
}

/// Locks a zone until the transaction ends; `None` if it does not exist.
pub(super) async fn lock_zone<K: ZoneKind>(
    txn: &DatabaseTransaction,
    id: K::Id,
) -> Result<Option<<K::Zones as EntityTrait>::Model>, DbErr> {
    let zone = K::Zones::find().filter(K::ID.eq(id)).lock_exclusive();
    zone.one(txn).await
}

/// Inserts a zone, or writes over the one that was read.
pub(super) async fn save_zone<K: ZoneKind>(
    txn: &DatabaseTransaction,
    zone: <K::Zones as EntityTrait>::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<K::Zones>(txn, vec![zone], |_| is_new).await
}

/// Deletes a zone, which has no areas any more.
pub(super) async fn delete_zone<K: ZoneKind>(
    txn: &DatabaseTransaction,
    id: K::Id,
) -> Result<(), DbErr> {
    rows::delete::<K::Zones, _>(txn, K::ID, &[id]).await
}

/// Deletes the areas of a zone.
pub(super) async fn delete_areas<K: ZoneKind>(
    txn: &DatabaseTransaction,
    zone: K::Id,
) -> Result<(), DbErr> {
    rows::delete::<K::Areas, _>(txn, K::ZONE_OF_AREA, &[zone]).await
}

/// One of these areas that belongs to a zone, if any does.
pub(super) async fn first_taken<K: ZoneKind>(
    db: &impl ConnectionTrait,
    areas: &[String],
) -> Result<Option<String>, DbErr> {
    let taken = K::Areas::find()
        .filter(K::AREA.is_in(areas.iter().map(String::as_str)))
        .limit(1)
        .one(db)
        .await?;
    Ok(taken.map(|row| K::of_area(row).1))
}

/// Inserts the areas of a zone.
pub(super) async fn insert_areas<K: ZoneKind>(
    txn: &DatabaseTransaction,
    zone: K::Id,
    areas: &[String],
) -> Result<(), DbErr> {
    let rows = areas.iter().map(|area| K::area(zone, area.clone()));
    K::Areas::insert_many(rows.map(IntoActiveModel::into_active_model))
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

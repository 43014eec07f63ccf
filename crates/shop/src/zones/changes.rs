//! Saves and deletes zones with their areas.

use super::{areas, kind::ZoneKind, store};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};
use souk_kernel::{
    app::App,
    codes::{Area, ZoneCountryInput},
    events::Event,
    refusal::{ChangeError, CommonCode, Refusal, ResourceCode},
    validators::already_named,
};

/// Locks a zone until the transaction ends.
async fn lock<K: ZoneKind>(
    txn: &DatabaseTransaction,
    id: K::Id,
) -> Result<<K::Zones as EntityTrait>::Model, ChangeError<K::Code>> {
    let found = store::lock_zone::<K>(txn, id).await?;
    let missing = || {
        let why = format!("The {} does not exist.", K::NAME);
        Refusal::new(K::Code::NOT_FOUND, "id", why)
    };
    Ok(found.ok_or_else(missing)?)
}

/// Locks the zone that is to be replaced. `None` for a new zone, which is refused if there are too
/// many.
pub(crate) async fn lock_for_saving<K: ZoneKind>(
    txn: &DatabaseTransaction,
    id: Option<K::Id>,
) -> Result<Option<<K::Zones as EntityTrait>::Model>, ChangeError<K::Code>> {
    match id {
        Some(id) => Ok(Some(lock::<K>(txn, id).await?)),
        None if store::count_zones::<K>(txn).await? >= K::MOST => {
            let why = format!("At most {} {}s are allowed.", K::MOST, K::NAME);
            Err(Refusal::new(K::Code::TOO_MANY, "zone", why).into())
        }
        None => Ok(None),
    }
}

/// Writes a zone and its areas, and returns the texts of the areas. `name` is that of the zone, and
/// `countries` are the input that a refusal of an area points into.
pub(crate) async fn write<K: ZoneKind>(
    txn: &DatabaseTransaction,
    zone: <K::Zones as EntityTrait>::Model,
    is_new: bool,
    name: &str,
    areas: &[Area],
    countries: Option<&[ZoneCountryInput]>,
) -> Result<Vec<String>, ChangeError<K::Code>> {
    let id = K::id(&zone);
    store::save_zone::<K>(txn, zone, is_new)
        .await
        .map_err(|error| ChangeError::taken(error, "zone.name", already_named(K::NAME, name)))?;
    let areas = areas::texts(areas);
    store::delete_areas::<K>(txn, id).await?;
    if let Some(taken) = store::first_taken::<K>(txn, &areas).await? {
        return Err(areas::taken(&taken, countries).into());
    }
    store::insert_areas::<K>(txn, id, &areas)
        .await
        .map_err(areas::taken_meanwhile)?;
    Ok(areas)
}

/// Deletes a zone with its areas, and applies that by `reload`.
pub(crate) async fn delete<K: ZoneKind>(
    app: &App,
    id: K::Id,
    reload: impl Future<Output = Result<(), DbErr>>,
) -> Result<(), ChangeError<K::Code>> {
    let txn = app.databases.orders.begin().await?;
    lock::<K>(&txn, id).await?;
    store::delete_areas::<K>(&txn, id).await?;
    store::delete_zone::<K>(&txn, id).await?;
    finish::<K>(app, txn, reload).await
}

/// Publishes a change and commits it. This process applies it at once by `reload`; others follow the
/// event.
pub(crate) async fn finish<K: ZoneKind>(
    app: &App,
    txn: DatabaseTransaction,
    reload: impl Future<Output = Result<(), DbErr>>,
) -> Result<(), ChangeError<K::Code>> {
    let what = K::CHANGED.to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    if let Err(error) = reload.await {
        tracing::error!(?error, "{}s could not be read again", K::NAME);
    }
    Ok(())
}

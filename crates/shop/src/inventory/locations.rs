//! Lists locations and sorts them by distance.

use super::store;
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{ids::ChannelId, inventory::location};
use souk_kernel::app::App;
use std::{cmp::Ordering, collections::HashMap};

/// Radius of the Earth in metres.
const EARTH_M: f64 = 6_371_000.0;

/// Geographic coordinates in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Latitude; north is positive.
    pub latitude: f64,
    /// Longitude; east is positive.
    pub longitude: f64,
}

/// Which locations to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationSelection {
    /// Active locations that offer pickup.
    Pickup,
    /// All locations.
    All,
}

/// How to sort locations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LocationOrder {
    /// By city, then name.
    City,
    /// By distance from these coordinates, nearest first.
    From(Coordinates),
    /// By id.
    Id,
    /// By name.
    Name,
}

/// Lists locations in the requested order, at most 10,000.
///
/// # Errors
///
/// When the database fails.
pub async fn list_locations(
    app: &App,
    wanted: LocationSelection,
    order: LocationOrder,
) -> Result<Vec<location::Model>, DbErr> {
    let db = app.databases.inventory.reader();
    let mut rows = store::locations(db).await?;
    if wanted == LocationSelection::Pickup {
        rows.retain(|row| row.active && row.pickup.is_some());
    }
    match order {
        LocationOrder::Id => {}
        LocationOrder::Name => rows.sort_by(|a, b| nearer(a, b, None)),
        LocationOrder::From(place) => rows.sort_by(|a, b| nearer(a, b, Some(place))),
        LocationOrder::City => {
            rows.sort_by(|a, b| (&a.address.city, &a.name).cmp(&(&b.address.city, &b.name)));
        }
    }
    Ok(rows)
}

/// Every location of the shop, sorted by id.
///
/// # Errors
///
/// When the database fails.
pub async fn all_locations(app: &App) -> Result<Vec<location::Model>, DbErr> {
    store::locations(app.databases.inventory.writer()).await
}

/// Active locations that offer pickup, sorted by name.
///
/// # Errors
///
/// When the database fails.
pub async fn pickup_locations(db: &impl ConnectionTrait) -> Result<Vec<location::Model>, DbErr> {
    let mut rows = store::locations(db).await?;
    rows.retain(|row| row.active && row.pickup.is_some());
    rows.sort_by(|a, b| nearer(a, b, None));
    Ok(rows)
}

/// Locations assigned to each channel, in order of preference. A channel without assigned locations
/// is served by every location.
///
/// # Errors
///
/// When the database fails.
pub async fn locations_of_channels(
    app: &App,
) -> Result<HashMap<ChannelId, Vec<location::Model>>, DbErr> {
    let db = app.databases.inventory.reader();
    let known = store::locations(db).await?;
    let mut found: HashMap<ChannelId, Vec<location::Model>> = HashMap::new();
    for (channel, id) in store::locations_of_channels(db).await? {
        let location = known.iter().find(|row| row.id == id);
        found.entry(channel).or_default().extend(location.cloned());
    }
    Ok(found)
}

/// Compares locations by their distance from `place`, then by name. Locations without coordinates
/// come last.
pub fn nearer(a: &location::Model, b: &location::Model, place: Option<Coordinates>) -> Ordering {
    let by_distance = place.map_or(Ordering::Equal, |place| {
        distance_m(a, place).total_cmp(&distance_m(b, place))
    });
    by_distance.then_with(|| (&a.name, a.id).cmp(&(&b.name, b.id)))
}

/// Great-circle distance between a location and a place, in metres.
fn distance_m(row: &location::Model, place: Coordinates) -> f64 {
    let (Some(latitude), Some(longitude)) = (row.address.latitude, row.address.longitude) else {
        return f64::INFINITY;
    };
    let (from, to) = (latitude.to_radians(), place.latitude.to_radians());
    let north = ((to - from) / 2.0).sin();
    let east = ((place.longitude - longitude).to_radians() / 2.0).sin();
    let half_chord = north * north + from.cos() * to.cos() * east * east;
    2.0 * EARTH_M * half_chord.clamp(0.0, 1.0).sqrt().asin()
}

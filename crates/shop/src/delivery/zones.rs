//! The zones and pickup places that this process keeps in memory.

use super::{
    offers::{self, Offer, Parcel, PickupPlace},
    store::{self, DeliveryZoneKind},
};
use crate::{inventory, zones::ZoneKind};
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::{ids::LocationId, inventory::location, orders::delivery_zone};
use souk_kernel::{
    app::{App, Part},
    codes::{Area, Areas, CountryCode, CurrencyCode, Place},
    database::Databases,
    events::relay::Reload,
    reloaded::Reloaded,
};
use std::{collections::HashSet, sync::Arc};

/// Delivery zones and pickup places.
#[derive(Debug, Default)]
pub struct DeliveryZones {
    areas: Areas<Arc<delivery_zone::Model>>,
    pickup: Vec<PickupPlace>,
}

impl DeliveryZones {
    /// Reads all of them.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn read(databases: &Databases) -> Result<Self, DbErr> {
        let mut areas = Areas::default();
        for (zone, of_zone) in store::delivery_zones(databases.orders.writer()).await? {
            let zone = Arc::new(zone);
            for area in of_zone {
                areas.insert(area, Arc::clone(&zone));
            }
        }
        let locations = inventory::pickup_locations(databases.inventory.writer()).await?;
        Ok(Self {
            areas,
            pickup: locations.into_iter().map(pickup_place).collect(),
        })
    }

    /// Shipping options for a parcel to a place, in the merchant's order.
    pub fn shipping(&self, place: &Place, currency: CurrencyCode, parcel: Parcel) -> Vec<Offer> {
        let zone = self.areas.find(place);
        let methods = zone.into_iter().flat_map(|zone| &zone.methods.0);
        methods
            .filter_map(|method| offers::of_method(method, currency, parcel))
            .collect()
    }

    /// Countries to which orders are delivered for a price in this currency, or where they can be
    /// picked up.
    pub fn countries(&self, currency: CurrencyCode) -> Vec<CountryCode> {
        let priced = |zone: &delivery_zone::Model| {
            let mut rates = zone.methods.0.iter().flat_map(|method| &method.rates);
            rates.any(|rate| rate.currency == currency.code())
        };
        let (mut served, mut with_own_zone) = (HashSet::new(), HashSet::new());
        let mut rest_is_served = false;
        for (area, zone) in self.areas.iter() {
            let country = area.split_once('-').map_or(area, |(country, _)| country);
            if area == country {
                with_own_zone.insert(country);
            }
            if priced(zone) {
                served.insert(country);
                rest_is_served |= area == Area::rest_of_world().text();
            }
        }
        let is_served = |country: &CountryCode| {
            let code = country.code();
            let by_rest = rest_is_served && !with_own_zone.contains(code);
            served.contains(code) || by_rest || self.pickup(*country).next().is_some()
        };
        let known = CountryCode::VALUES.iter().copied();
        let known = known.filter(|&country| country != CountryCode::Zz);
        known.filter(is_served).collect()
    }

    /// The pickup place at a location.
    pub fn pickup_at(&self, location: LocationId) -> Option<&PickupPlace> {
        self.pickup.iter().find(|place| place.location == location)
    }

    /// Pickup places in a country, by name.
    pub fn pickup(&self, country: CountryCode) -> impl Iterator<Item = &PickupPlace> {
        let places = self.pickup.iter();
        places.filter(move |place| place.country == Some(country))
    }
}

fn pickup_place(row: location::Model) -> PickupPlace {
    let country = row.address.country_code.as_deref();
    let pickup = row.pickup.unwrap_or_default();
    let ready = inventory::pickup_time_in_words(&pickup.pickup_time);
    PickupPlace {
        location: row.id,
        name: row.name,
        country: country.and_then(CountryCode::from_code),
        description: match pickup.instructions.trim() {
            "" => ready.to_owned(),
            instructions => format!("{ready}. {instructions}"),
        },
        pickup_time: pickup.pickup_time,
        instructions: pickup.instructions,
    }
}

/// The delivery zones and pickup places that this process keeps in memory.
#[derive(Debug)]
pub struct Delivery(Reloaded<DeliveryZones>);

impl Delivery {
    /// Reads all of them.
    ///
    /// # Errors
    ///
    /// When a database fails.
    pub async fn open(databases: &Databases) -> Result<Self, DbErr> {
        Ok(Self(Reloaded::new(DeliveryZones::read(databases).await?)))
    }

    /// The zones and pickup places as they are now.
    pub fn current(&self) -> Arc<DeliveryZones> {
        self.0.current()
    }

    /// Rereads zones and pickup places after a change.
    ///
    /// # Errors
    ///
    /// When a database fails; the old ones stay in use.
    pub async fn reload(&self, databases: &Databases) -> Result<(), DbErr> {
        self.0
            .reload(async || DeliveryZones::read(databases).await)
            .await
    }
}

impl Part for Delivery {}

#[async_trait]
impl Reload for Delivery {
    fn concerns(what: &str) -> bool {
        what == DeliveryZoneKind::CHANGED || what == "location"
    }

    async fn reload(app: &App) -> anyhow::Result<()> {
        Ok(app
            .part::<Self>()
            .reload(&app.databases.uncounted())
            .await?)
    }
}

//! Delivery and tax zones of the demo.

use super::values::{known, list, optional, scaled, strings, text};
use crate::delivery::Delivery;
use crate::tax::Taxes;
use anyhow::Context;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use souk_entities::{
    ids::{DeliveryMethodId, DeliveryZoneId, TaxZoneId},
    orders::{
        delivery_area,
        delivery_zone::{self, DeliveryMethod, DeliveryMethods, DeliveryRate},
        tax_area,
        tax_zone::{self, TaxRate, TaxRates, TaxedGoods},
    },
};
use souk_kernel::{app::App, codes::CurrencyCode, money::Money, rows};
use std::collections::{BTreeMap, HashMap};

/// Writes both and has this process know them.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    let txn = app.databases.orders.begin().await?;
    delivery(app, &txn, shop).await?;
    taxes(app, &txn, shop).await?;
    txn.commit().await?;
    app.part::<Delivery>().reload(&app.databases).await?;
    app.part::<Taxes>().reload(&app.databases).await?;
    Ok(())
}

async fn delivery(app: &App, db: &impl ConnectionTrait, shop: &Value) -> anyhow::Result<()> {
    use delivery_zone::{Column, Entity};
    let stored: HashMap<String, DeliveryZoneId> =
        known::<Entity, _>(db, Column::Name, Column::Id).await?;
    let old = rows::find::<Entity, DeliveryZoneId>(db, Column::Id, &of(&stored)).await?;
    let mut methods_of: HashMap<String, Vec<DeliveryMethod>> = HashMap::new();
    for zone in old {
        methods_of.insert(zone.name, zone.methods.0);
    }
    let now = app.clock.now();
    let (mut zones, mut areas) = (Vec::new(), Vec::new());
    for entry in list(shop, "deliveryZones") {
        let name = text(entry, "name");
        let zone_id = stored.get(&name).copied();
        let zone_id = zone_id.unwrap_or_else(|| app.next_id());
        let old = methods_of.remove(&name).unwrap_or_default();
        let methods = list(entry, "methods").iter().map(|entry| {
            let before = old.iter().find(|it| it.name == text(entry, "name"));
            method(entry, before.map_or_else(|| app.next_id(), |it| it.id))
        });
        areas.extend(
            strings(entry, "areas")
                .into_iter()
                .map(|area| delivery_area::Model { area, zone_id }),
        );
        zones.push(delivery_zone::Model {
            id: zone_id,
            name,
            methods: DeliveryMethods(methods.collect::<anyhow::Result<_>>()?),
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<Entity>(db, zones).await?;
    Ok(rows::upsert::<delivery_area::Entity>(db, areas).await?)
}

fn of<I: Copy>(stored: &HashMap<String, I>) -> Vec<I> {
    stored.values().copied().collect()
}

fn method(entry: &Value, id: DeliveryMethodId) -> anyhow::Result<DeliveryMethod> {
    let rates = list(entry, "rates").iter().map(rate);
    Ok(DeliveryMethod {
        id,
        name: text(entry, "name"),
        description: optional(entry, "description"),
        code: optional(entry, "code"),
        rates: rates.collect::<anyhow::Result<_>>()?,
    })
}

fn rate(entry: &Value) -> anyhow::Result<DeliveryRate> {
    let currency = text(entry, "currencyCode");
    let known = CurrencyCode::from_code(&currency).context("unknown currency")?;
    let amount = |key: &str| -> anyhow::Result<Option<i64>> {
        let amount = optional(entry, key);
        let amount = amount.map(|text| Money::parse(&text, known)).transpose()?;
        Ok(amount.map(|money| money.minor()))
    };
    Ok(DeliveryRate {
        price: amount("price")?.unwrap_or(0),
        free_from: amount("freeFrom")?,
        minimum_price: amount("minimumPrice")?,
        maximum_price: amount("maximumPrice")?,
        minimum_grams: entry["minimumGrams"].as_i64(),
        maximum_grams: entry["maximumGrams"].as_i64(),
        currency,
    })
}

/// Writes one tax zone for each country with rates.
async fn taxes(app: &App, db: &impl ConnectionTrait, shop: &Value) -> anyhow::Result<()> {
    use tax_zone::{Column, Entity};
    let stored: HashMap<String, TaxZoneId> =
        known::<Entity, _>(db, Column::Name, Column::Id).await?;
    let mut rates: BTreeMap<String, Vec<TaxRate>> = BTreeMap::new();
    for entry in list(shop, "taxRates") {
        let code = optional(entry, "taxCode");
        let of_country = rates.entry(text(entry, "countryCode")).or_default();
        of_country.push(TaxRate {
            title: text(entry, "name"),
            rate: scaled(&text(entry, "rate"), 6)?,
            on_delivery: code.is_none(),
            goods: code.map_or(TaxedGoods::All, TaxedGoods::Code),
        });
    }
    let now = app.clock.now();
    let (mut zones, mut areas) = (Vec::new(), Vec::new());
    for (country, rates) in rates {
        let zone_id = stored.get(&country).copied();
        let zone_id = zone_id.unwrap_or_else(|| app.next_id());
        zones.push(tax_zone::Model {
            id: zone_id,
            name: country.clone(),
            rates: TaxRates(rates),
            created_at: now,
            updated_at: now,
        });
        areas.push(tax_area::Model {
            area: country,
            zone_id,
        });
    }
    rows::upsert::<Entity>(db, zones).await?;
    Ok(rows::upsert::<tax_area::Entity>(db, areas).await?)
}

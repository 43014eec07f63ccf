//! Delivery and tax zones of the demo.

use super::values::{list, optional, parsed, scaled, strings, text};
use crate::{
    delivery::{
        self, DeliveryMethodDefinitionInput, DeliveryRateDefinitionInput, DeliveryZoneInput,
    },
    tax::{self, TaxZoneInput, TaxZoneRateInput},
};
use anyhow::Context;
use serde_json::Value;
use souk_entities::orders::delivery_zone::DeliveryMethod;
use souk_kernel::{
    app::App,
    codes::{CountryCode, ZoneCountryInput},
    ids::Gid,
    scalars::{Decimal, MoneyInput},
};
use std::collections::BTreeMap;

/// Writes both. Zones with the same name are replaced.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    delivery(app, shop).await?;
    taxes(app, shop).await
}

async fn delivery(app: &App, shop: &Value) -> anyhow::Result<()> {
    let stored = delivery::delivery_zones(app.databases.orders.writer()).await?;
    for entry in list(shop, "deliveryZones") {
        let name = text(entry, "name");
        let before = stored.iter().find(|(zone, _)| zone.name == name);
        let known = before.map_or(&[][..], |(zone, _)| &zone.methods.0);
        let methods = list(entry, "methods").iter();
        let input = DeliveryZoneInput {
            countries: Some(countries(&strings(entry, "areas"))?),
            methods: methods
                .map(|entry| method(entry, known))
                .collect::<anyhow::Result<_>>()?,
            name,
            rest_of_world: false,
        };
        let draft = delivery::validate_delivery_zone(input)?;
        delivery::save_delivery_zone(app, before.map(|(zone, _)| zone.id), draft).await?;
    }
    Ok(())
}

/// The countries with the provinces that areas such as `US` and `US-AK` name.
fn countries(areas: &[String]) -> anyhow::Result<Vec<ZoneCountryInput>> {
    let mut countries: Vec<ZoneCountryInput> = Vec::new();
    for area in areas {
        let (country, province) = match area.split_once('-') {
            Some((country, province)) => (country, Some(province.to_owned())),
            None => (area.as_str(), None),
        };
        let code = CountryCode::from_code(country).context("unknown country")?;
        match countries.iter_mut().find(|known| known.code == code) {
            Some(known) => known.provinces.get_or_insert_default().extend(province),
            None => countries.push(ZoneCountryInput {
                code,
                provinces: province.map(|province| vec![province]),
            }),
        }
    }
    Ok(countries)
}

/// The method of an entry. A stored method with the same name keeps its id, because carts refer to
/// it.
fn method(
    entry: &Value,
    known: &[DeliveryMethod],
) -> anyhow::Result<DeliveryMethodDefinitionInput> {
    let name = text(entry, "name");
    let before = known.iter().find(|method| method.name == name);
    let rates = list(entry, "rates").iter().map(rate);
    Ok(DeliveryMethodDefinitionInput {
        code: optional(entry, "code"),
        description: optional(entry, "description"),
        id: before.map(|method| method.id.gid()),
        name,
        rates: rates.collect::<anyhow::Result<_>>()?,
    })
}

fn rate(entry: &Value) -> anyhow::Result<DeliveryRateDefinitionInput> {
    let amount = |key: &str| optional(entry, key).map(Decimal);
    Ok(DeliveryRateDefinitionInput {
        free_from: amount("freeFrom"),
        maximum_grams: parsed(entry, "maximumGrams")?,
        maximum_price: amount("maximumPrice"),
        minimum_grams: parsed(entry, "minimumGrams")?,
        minimum_price: amount("minimumPrice"),
        price: MoneyInput {
            amount: Decimal(text(entry, "price")),
            currency_code: parsed(entry, "currencyCode")?,
        },
    })
}

/// Writes one tax zone for each country with rates.
async fn taxes(app: &App, shop: &Value) -> anyhow::Result<()> {
    let stored = tax::tax_zones(app.databases.orders.writer()).await?;
    let mut rates: BTreeMap<String, Vec<TaxZoneRateInput>> = BTreeMap::new();
    for entry in list(shop, "taxRates") {
        let of_country = rates.entry(text(entry, "countryCode")).or_default();
        of_country.push(TaxZoneRateInput {
            applies_to_delivery: None,
            product_category: None,
            rate: percentage(&text(entry, "rate"))?,
            tax_code: optional(entry, "taxCode"),
            title: text(entry, "name"),
        });
    }
    for (country, rates) in rates {
        let before = stored.iter().find(|(zone, _)| zone.name == country);
        let input = TaxZoneInput {
            countries: Some(countries(std::slice::from_ref(&country))?),
            name: country,
            rates,
            rest_of_world: false,
        };
        let draft = tax::validate_tax_zone(input)?;
        tax::save_tax_zone(app, before.map(|(zone, _)| zone.id), draft).await?;
    }
    Ok(())
}

/// The percentage of a fraction: 19 of `0.19`.
fn percentage(fraction: &str) -> anyhow::Result<Decimal> {
    let millionths = scaled(fraction, 6)?;
    let (whole, rest) = (millionths / 10_000, millionths % 10_000);
    Ok(Decimal(format!("{whole}.{rest:04}")))
}

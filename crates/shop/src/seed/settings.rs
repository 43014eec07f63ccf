//! Shop, locations, price lists, markets and channels of the demo.

use super::values::{list, medium, optional, parsed, strings, text};
use crate::{
    catalog::{
        self, PriceListAdjustmentInput, PriceListAdjustmentType, PriceListCreateInput,
        PriceListParentCreateInput,
    },
    inventory::{
        self, LocalPickupInput, LocationAddAddressInput, LocationAddInput, LocationOrder,
        LocationSelection, set_channel_locations,
    },
    market::{Directory, DirectoryCell},
};
use anyhow::Context;
use sea_orm::ConnectionTrait;
use serde_json::Value;
use souk_entities::{
    catalog::{
        market::{self, Codes, CompareAtPolicy},
        sales_channel,
        shop::{self, ColorPair, Profile},
    },
    ids::{ChannelId, LocationId},
};
use souk_kernel::{app::App, ids::Gid, scalars::Decimal};
use std::collections::HashMap;

/// Writes the locations. Those with the same name are replaced.
pub(crate) async fn locations(
    app: &App,
    shop: &Value,
) -> anyhow::Result<HashMap<String, LocationId>> {
    let stored = inventory::list_locations(app, LocationSelection::All, LocationOrder::Id).await?;
    let mut ids: HashMap<String, LocationId> =
        stored.into_iter().map(|row| (row.name, row.id)).collect();
    for entry in list(shop, "locations") {
        let draft = inventory::validate_location(location(entry)?)?;
        let row = match ids.get(&draft.name) {
            Some(&id) => inventory::replace_location(app, id, draft).await?,
            None => inventory::add_location(app, draft).await?,
        };
        ids.insert(row.name, row.id);
    }
    Ok(ids)
}

fn location(entry: &Value) -> anyhow::Result<LocationAddInput> {
    let address = &entry["address"];
    let pickup = &entry["localPickup"];
    let local_pickup = match pickup.is_object() {
        true => Some(LocalPickupInput {
            instructions: optional(pickup, "instructions"),
            pickup_time: text(pickup, "pickupTime").parse()?,
        }),
        false => None,
    };
    Ok(LocationAddInput {
        address: LocationAddAddressInput {
            address1: optional(address, "address1"),
            address2: optional(address, "address2"),
            city: optional(address, "city"),
            country_code: parsed(address, "countryCode")?,
            latitude: entry["latitude"].as_f64(),
            longitude: entry["longitude"].as_f64(),
            phone: optional(address, "phone"),
            province: optional(address, "province"),
            province_code: optional(address, "provinceCode"),
            zip: optional(address, "zip"),
        },
        fulfills_online_orders: entry["fulfillsOnlineOrders"].as_bool().unwrap_or(true),
        local_pickup,
        name: text(entry, "name"),
    })
}

/// Writes the settings in the catalogue database. Returns the channels by handle.
pub(crate) async fn catalog(app: &App, shop: &Value) -> anyhow::Result<HashMap<String, ChannelId>> {
    let before = Directory::current(app);
    let txn = app.databases.catalog.begin().await?;
    write_shop(app, &txn, &before, &shop["shop"]).await?;
    markets(app, &txn, &before, shop).await?;
    let channels = channels(app, &txn, &before, shop).await?;
    txn.commit().await?;
    app.part::<DirectoryCell>()
        .reload(&app.databases.catalog)
        .await?;
    price_lists(app, shop).await?;
    Ok(channels)
}

async fn write_shop(
    app: &App,
    db: &impl ConnectionTrait,
    before: &Directory,
    entry: &Value,
) -> anyhow::Result<()> {
    let stored = before.shop.clone();
    let brand = &entry["brand"];
    let colors = |key: &str| -> anyhow::Result<Vec<ColorPair>> { parsed(&brand["colors"], key) };
    let profile = Profile {
        description: optional(entry, "description"),
        money_format: optional(entry, "moneyFormat"),
        slogan: optional(brand, "slogan"),
        short_description: optional(brand, "shortDescription"),
        primary_colors: colors("primary")?,
        secondary_colors: colors("secondary")?,
        logo: medium(app, &brand["logo"]),
        square_logo: medium(app, &brand["squareLogo"]),
        cover_image: medium(app, &brand["coverImage"]),
        card_brands: strings(&entry["paymentSettings"], "acceptedCardBrands"),
        digital_wallets: strings(&entry["paymentSettings"], "supportedDigitalWallets"),
        ..stored.profile
    };
    let row = shop::Model {
        id: 1,
        name: text(entry, "name"),
        currency: text(entry, "currencyCode"),
        language: text(entry, "primaryLocale"),
        country: text(entry, "countryCode"),
        profile,
        created_at: stored.created_at,
        updated_at: app.clock.now(),
    };
    Ok(crate::market::upsert_shop(db, row).await?)
}

/// Creates missing price lists for existing markets.
async fn price_lists(app: &App, shop: &Value) -> anyhow::Result<()> {
    for entry in list(shop, "priceLists") {
        let directory = Directory::current(app);
        let name = text(entry, "name");
        let mut known = directory.price_lists.values();
        if known.any(|list| list.name == name) {
            continue;
        }
        let handle = text(entry, "market");
        let mut markets = directory.markets.iter();
        let market = markets.find(|market| market.handle == handle);
        let market = market.context("unknown market of a price list")?;
        let change = &entry["parent"]["adjustment"];
        let input = PriceListCreateInput {
            currency: parsed(entry, "currencyCode")?,
            exchange_rate: optional(entry, "exchangeRate").map(Decimal),
            market_ids: Some(vec![market.id.gid()]),
            name,
            parent: PriceListParentCreateInput {
                adjustment: PriceListAdjustmentInput {
                    kind: match change["type"] == "PERCENTAGE_DECREASE" {
                        true => PriceListAdjustmentType::PercentageDecrease,
                        false => PriceListAdjustmentType::PercentageIncrease,
                    },
                    value: Decimal(optional(change, "value").unwrap_or_else(|| "0".to_owned())),
                },
                settings: None,
            },
        };
        catalog::create_price_list(app, &catalog::validate_price_list(input)?).await?;
    }
    Ok(())
}

async fn markets(
    app: &App,
    db: &impl ConnectionTrait,
    before: &Directory,
    shop: &Value,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut markets = Vec::new();
    for entry in list(shop, "markets") {
        let handle = text(entry, "handle");
        let stored = before.markets.iter().find(|market| market.handle == handle);
        let price_list_id = stored.and_then(|market| market.price_list_id);
        let default = text(entry, "defaultLocale");
        let mut languages = strings(entry, "locales");
        languages.sort_by_key(|language| *language != default);
        markets.push(market::Model {
            id: stored.map_or_else(|| app.next_id(), |market| market.id),
            name: text(entry, "name"),
            enabled: true,
            is_primary: entry["primary"] == true,
            countries: Codes(strings(entry, "countries")),
            languages: Codes(languages),
            currency: text(entry, "currencyCode"),
            price_list_id,
            prices_include_tax: entry["taxInclusive"] == true,
            compare_at_policy: CompareAtPolicy::AsSet,
            handle,
            created_at: now,
            updated_at: now,
        });
    }
    Ok(crate::market::upsert_markets(db, markets).await?)
}

async fn channels(
    app: &App,
    db: &impl ConnectionTrait,
    before: &Directory,
    shop: &Value,
) -> anyhow::Result<HashMap<String, ChannelId>> {
    let stored = before.channels.iter();
    let mut ids: HashMap<String, ChannelId> =
        stored.map(|row| (row.handle.clone(), row.id)).collect();
    let now = app.clock.now();
    let mut channels = Vec::new();
    for entry in list(shop, "channels") {
        let handle = text(entry, "handle");
        channels.push(sales_channel::Model {
            id: *ids.entry(handle.clone()).or_insert_with(|| app.next_id()),
            handle,
            name: text(entry, "name"),
            is_default: entry["default"] == true,
            access_token: optional(entry, "accessToken"),
            created_at: now,
            updated_at: now,
        });
    }
    crate::market::upsert_sales_channels(db, channels).await?;
    Ok(ids)
}

/// Sets which locations serve each channel.
pub(crate) async fn channel_locations(
    app: &App,
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
    locations: &HashMap<String, LocationId>,
) -> anyhow::Result<()> {
    for entry in list(shop, "channels") {
        let Some(&channel) = channels.get(&text(entry, "handle")) else {
            continue;
        };
        let names = strings(entry, "locations");
        let places = names.iter().filter_map(|name| locations.get(name).copied());
        set_channel_locations(app, channel, &places.collect::<Vec<_>>()).await?;
    }
    Ok(())
}

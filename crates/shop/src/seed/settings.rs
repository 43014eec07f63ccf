//! Shop, locations, price lists, markets and channels of the demo.

use super::values::{known, list, medium, optional, parsed, scaled, strings, text};
use anyhow::Context;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::Value;
use souk_entities::{
    catalog::{
        market::{self, Codes, CompareAtPolicy},
        price_list::{self, CompareAtMode},
        sales_channel,
        shop::{self, ColorPair, Profile},
    },
    ids::{ChannelId, LocationId, MarketId, PriceListId},
    inventory::{
        channel_location,
        location::{self, Pickup},
    },
};
use souk_kernel::{app::App, rows};
use std::collections::HashMap;

pub(crate) async fn locations(
    app: &App,
    shop: &Value,
) -> anyhow::Result<HashMap<String, LocationId>> {
    let txn = app.databases.inventory.begin().await?;
    let mut ids: HashMap<String, LocationId> =
        known::<location::Entity, _>(&txn, location::Column::Name, location::Column::Id).await?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(shop, "locations") {
        let name = text(entry, "name");
        let id = *ids.entry(name.clone()).or_insert_with(|| app.next_id());
        let mut address: location::Address = parsed(entry, "address")?;
        address.latitude = entry["latitude"].as_f64();
        address.longitude = entry["longitude"].as_f64();
        let pickup = &entry["localPickup"];
        found.push(location::Model {
            id,
            name,
            active: true,
            fulfills_online_orders: entry["fulfillsOnlineOrders"].as_bool().unwrap_or(true),
            address,
            pickup: pickup.is_object().then(|| Pickup {
                pickup_time: text(pickup, "pickupTime"),
                instructions: text(pickup, "instructions"),
            }),
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<location::Entity>(&txn, found).await?;
    txn.commit().await?;
    Ok(ids)
}

/// The part in the catalog; returns the channels by handle.
pub(crate) async fn catalog(app: &App, shop: &Value) -> anyhow::Result<HashMap<String, ChannelId>> {
    let txn = app.databases.catalog.begin().await?;
    write_shop(app, &txn, &shop["shop"]).await?;
    let lists = price_lists(app, &txn, shop).await?;
    markets(app, &txn, shop, &lists).await?;
    let channels = channels(app, &txn, shop).await?;
    txn.commit().await?;
    Ok(channels)
}

async fn write_shop(app: &App, db: &impl ConnectionTrait, entry: &Value) -> anyhow::Result<()> {
    let stored = shop::Entity::find_by_id(1).one(db).await?;
    let stored = stored.context("the shop has no row")?;
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
    rows::upsert::<shop::Entity>(db, vec![row]).await?;
    Ok(())
}

async fn price_lists(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
) -> anyhow::Result<HashMap<String, PriceListId>> {
    let (name, id) = (price_list::Column::Name, price_list::Column::Id);
    let stored: HashMap<String, PriceListId> = known::<price_list::Entity, _>(db, name, id).await?;
    let now = app.clock.now();
    let (mut lists, mut of_market) = (Vec::new(), HashMap::new());
    for entry in list(shop, "priceLists") {
        let name = text(entry, "name");
        let id = stored.get(&name).copied().unwrap_or_else(|| app.next_id());
        let change = &entry["parent"]["adjustment"];
        let size = scaled(change["value"].as_str().unwrap_or("0"), 2)?;
        let lowers = change["type"] == "PERCENTAGE_DECREASE";
        of_market.insert(text(entry, "market"), id);
        lists.push(price_list::Model {
            id,
            name,
            currency: text(entry, "currencyCode"),
            exchange_rate: scaled(entry["exchangeRate"].as_str().unwrap_or("1"), 6)?,
            adjustment: if lowers { -size } else { size },
            compare_at_mode: CompareAtMode::Adjusted,
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<price_list::Entity>(db, lists).await?;
    Ok(of_market)
}

async fn markets(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    lists: &HashMap<String, PriceListId>,
) -> anyhow::Result<()> {
    let (handle, id) = (market::Column::Handle, market::Column::Id);
    let stored: HashMap<String, MarketId> = known::<market::Entity, _>(db, handle, id).await?;
    let now = app.clock.now();
    let mut markets = Vec::new();
    for entry in list(shop, "markets") {
        let handle = text(entry, "handle");
        let default = text(entry, "defaultLocale");
        let mut languages = strings(entry, "locales");
        languages.sort_by_key(|language| *language != default);
        markets.push(market::Model {
            id: stored
                .get(&handle)
                .copied()
                .unwrap_or_else(|| app.next_id()),
            name: text(entry, "name"),
            enabled: true,
            is_primary: entry["primary"] == true,
            countries: Codes(strings(entry, "countries")),
            languages: Codes(languages),
            currency: text(entry, "currencyCode"),
            price_list_id: lists.get(&handle).copied(),
            prices_include_tax: entry["taxInclusive"] == true,
            compare_at_policy: CompareAtPolicy::AsSet,
            handle,
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<market::Entity>(db, markets).await?;
    Ok(())
}

async fn channels(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
) -> anyhow::Result<HashMap<String, ChannelId>> {
    let (handle, id) = (sales_channel::Column::Handle, sales_channel::Column::Id);
    let mut ids: HashMap<String, ChannelId> =
        known::<sales_channel::Entity, _>(db, handle, id).await?;
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
    rows::upsert::<sales_channel::Entity>(db, channels).await?;
    Ok(ids)
}

pub(crate) async fn channel_locations(
    app: &App,
    shop: &Value,
    channels: &HashMap<String, ChannelId>,
    locations: &HashMap<String, LocationId>,
) -> anyhow::Result<()> {
    let txn = app.databases.inventory.begin().await?;
    let mut served = Vec::new();
    for entry in list(shop, "channels") {
        let Some(&channel_id) = channels.get(&text(entry, "handle")) else {
            continue;
        };
        let names = strings(entry, "locations");
        let places = names.iter().filter_map(|name| locations.get(name));
        served.extend(
            places
                .zip(0..)
                .map(|(&location_id, priority)| channel_location::Model {
                    channel_id,
                    location_id,
                    priority,
                }),
        );
    }
    rows::upsert::<channel_location::Entity>(&txn, served).await?;
    Ok(txn.commit().await?)
}

//! The demo catalogue: an invented shop for an empty database. The files are part of the program
//! and described in `playground/catalog/README.md`.

mod articles;
mod content;
mod discounts;
mod events;
mod fields;
mod menus;
mod product_texts;
mod products;
mod selling_plans;
mod settings;
mod texts;
mod values;
mod zones;

use crate::catalog;
use anyhow::Context;
use serde_json::Value;
use souk_kernel::{app::App, events::Event};

const SHOP: &str = include_str!("../../../../playground/catalog/shop.json");
const PRODUCTS: &str = include_str!("../../../../playground/catalog/products.jsonl");
const GERMAN: &str = include_str!("../../../../playground/catalog/translations.de.json");

/// Whether the shop has no products yet.
///
/// # Errors
///
/// When the database fails.
pub async fn is_needed(app: &App) -> anyhow::Result<bool> {
    let db = app.databases.catalog.writer();
    Ok(!catalog::has_products(db).await?)
}

/// Writes the demo catalogue and returns its number of products. Resources with the same handle are
/// replaced, so it can run again.
///
/// # Errors
///
/// When a database fails.
pub async fn run(app: &App) -> anyhow::Result<usize> {
    let shop: Value = serde_json::from_str(SHOP).context("shop.json")?;
    let german: Value = serde_json::from_str(GERMAN).context("translations.de.json")?;
    let locations = settings::locations(app, &shop).await?;
    let channels = settings::catalog(app, &shop).await?;
    settings::channel_locations(app, &shop, &channels, &locations).await?;
    zones::write(app, &shop).await?;
    discounts::write(app, &shop).await?;
    content::definitions(app, &shop).await?;
    let collections = products::write_collections(app, &shop, &channels).await?;
    let saved = products::save(app, &shop, &channels, PRODUCTS).await?;
    products::arrange(app, &shop, &collections, &saved).await?;
    products::fixed_prices(app, &shop).await?;
    product_texts::write_product_texts(app, &german, &saved).await?;
    selling_plans::write(app, &shop, &saved).await?;
    content::write(app, &shop).await?;
    menus::write(app, &shop).await?;
    fields::write(app, &shop, &locations).await?;
    let txn = app.databases.catalog.begin().await?;
    let what = "shop".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(saved.len())
}

//! What other domains ask about stock: units that can be sold by variant, which locations exist, and
//! which variants use an item.

use super::store;
use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, LocationId, ProductId, VariantId},
    inventory::inventory_item,
};
use souk_kernel::app::App;
use std::collections::HashMap;

/// Units that can be sold of each variant of these products, at all locations together.
///
/// # Errors
///
/// When the database fails.
pub async fn units_by_variant(
    app: &App,
    ids: &[ProductId],
) -> Result<HashMap<VariantId, i64>, DbErr> {
    let db = app.databases.inventory.writer();
    let links = store::items::links_of_products(db, ids).await?;
    let mut items: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
    items.sort_unstable();
    items.dedup();
    let mut available: HashMap<InventoryItemId, i64> = HashMap::new();
    for level in store::levels_of_items(db, &items).await? {
        *available.entry(level.item_id).or_default() += level.available;
    }
    let mut units: HashMap<VariantId, i64> = HashMap::new();
    for link in links {
        let of_item = available.get(&link.item_id).copied().unwrap_or(0);
        let buildable = of_item / i64::from(Ord::max(link.units, 1));
        let known = units.entry(link.variant_id).or_insert(buildable);
        *known = Ord::min(buildable, *known);
    }
    Ok(units)
}

/// The ids among `ids` whose locations exist.
///
/// # Errors
///
/// When the database fails.
pub async fn existing_locations(app: &App, ids: &[LocationId]) -> Result<Vec<LocationId>, DbErr> {
    let db = app.databases.inventory.writer();
    let found = store::locations_by_ids(db, ids).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The item with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn inventory_item(
    app: &App,
    id: InventoryItemId,
) -> Result<Option<inventory_item::Model>, DbErr> {
    store::items::item(app.databases.inventory.writer(), id).await
}

/// The variants that use an item.
///
/// # Errors
///
/// When the database fails.
pub async fn variants_of_item(app: &App, id: InventoryItemId) -> Result<Vec<VariantId>, DbErr> {
    let links = store::items::links_of_items(app.databases.inventory.writer(), &[id]).await?;
    Ok(links.iter().map(|link| link.variant_id).collect())
}

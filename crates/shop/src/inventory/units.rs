//! What other domains ask about stock in bulk: units that can be sold by variant, and which
//! locations exist.

use sea_orm::DbErr;
use souk_entities::{
    ids::{InventoryItemId, LocationId, ProductId, VariantId},
    inventory::{inventory_level, location, variant_item},
};
use souk_kernel::{app::App, rows};
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
    let links =
        rows::find::<variant_item::Entity, _>(db, variant_item::Column::ProductId, ids).await?;
    let mut items: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
    items.sort_unstable();
    items.dedup();
    let column = inventory_level::Column::ItemId;
    let mut available: HashMap<InventoryItemId, i64> = HashMap::new();
    for level in rows::find::<inventory_level::Entity, _>(db, column, &items).await? {
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
    let found = rows::find::<location::Entity, _>(db, location::Column::Id, ids).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

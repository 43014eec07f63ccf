//! SQL queries of inventory, and nothing else.

pub(super) mod items;
pub(super) mod levels;
pub(super) mod locations;
pub(super) mod requests;
pub(super) mod reservations;
pub(super) mod verify;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
use souk_entities::{
    ids::{ChannelId, InventoryItemId, LocationId, ProductId, VariantId},
    inventory::{
        channel_location, inventory_item, inventory_level, location,
        variant_item::{self, InventoryPolicy},
    },
};
use souk_kernel::rows;
use std::collections::BTreeMap;

/// Stock of one item that a variant uses.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ItemStock {
    /// The product of the variant.
    pub(super) product_id: ProductId,
    /// The variant.
    pub(super) variant_id: VariantId,
    /// Units of the item per unit of the variant.
    pub(super) units: i32,
    /// Whether the variant is sold when out of stock.
    pub(super) policy: InventoryPolicy,
    /// Whether the item is tracked.
    pub(super) tracked: bool,
    /// Units that can be sold at the locations that serve the channel.
    pub(super) available: i64,
}

/// Locations that serve the channel `$1`: those assigned to it, or all if none are assigned.
const SERVING: &str = "SELECT location.id FROM location \
    WHERE location.active AND location.fulfills_online_orders \
    AND (EXISTS (SELECT 1 FROM channel_location \
            WHERE channel_id = $1 AND location_id = location.id) \
        OR NOT EXISTS (SELECT 1 FROM channel_location WHERE channel_id = $1))";

/// Items that `variants` use, with their stock for `channel`. Index: the primary keys.
pub(super) async fn item_stock_of_variants(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    variants: &[VariantId],
) -> Result<Vec<ItemStock>, DbErr> {
    item_stock(db, channel, "variant_id", variants.iter().map(|id| id.0)).await
}

/// Items that all variants of `products` use, with their stock for `channel`. Index:
/// `variant_item_by_product`.
pub(super) async fn item_stock_of_products(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    products: &[ProductId],
) -> Result<Vec<ItemStock>, DbErr> {
    item_stock(db, channel, "product_id", products.iter().map(|id| id.0)).await
}

async fn item_stock(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    key: &'static str,
    ids: impl ExactSizeIterator<Item = i64>,
) -> Result<Vec<ItemStock>, DbErr> {
    if ids.len() == 0 {
        return Ok(Vec::new());
    }
    let keys = placeholders(2, ids.len());
    let sql = format!(
        "SELECT needed.product_id, needed.variant_id, needed.units, needed.policy, item.tracked, \
            CAST(COALESCE(SUM(level.available), 0) AS BIGINT) AS available \
        FROM variant_item needed \
        JOIN inventory_item item ON item.id = needed.item_id \
        LEFT JOIN inventory_level level ON level.item_id = needed.item_id AND level.active \
            AND level.location_id IN ({SERVING}) \
        WHERE needed.{key} IN ({keys}) \
        GROUP BY needed.product_id, needed.variant_id, needed.item_id, needed.units, \
            needed.policy, item.tracked"
    );
    let values: Vec<Value> = std::iter::once(channel.0)
        .chain(ids)
        .map(Value::from)
        .collect();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    ItemStock::find_by_statement(statement).all(db).await
}

/// `count` placeholders: `$from, $from+1, …`. Both SQLite and PostgreSQL accept this form.
fn placeholders(from: usize, count: usize) -> String {
    let numbers: Vec<String> = (from..from + count)
        .map(|number| format!("${number}"))
        .collect();
    numbers.join(", ")
}

/// Stock of one item of a variant at one pickup location.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct PickupRow {
    /// The variant.
    pub(super) variant_id: VariantId,
    /// Number of items that the variant uses.
    pub(super) items: i64,
    /// Units of the item per unit of the variant.
    pub(super) units: i32,
    /// Whether the item is tracked.
    pub(super) tracked: bool,
    /// The location.
    pub(super) location_id: LocationId,
    /// Units of the item there; `None` if it is not stocked there.
    pub(super) available: Option<i64>,
}

/// Items of `variants` at all active pickup locations.
pub(super) async fn pickup_stock(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<Vec<PickupRow>, DbErr> {
    let keys = placeholders(1, variants.len());
    let sql = format!(
        "SELECT needed.variant_id, needed.units, item.tracked, location.id AS location_id, \
            level.available, \
            (SELECT COUNT(*) FROM variant_item WHERE variant_id = needed.variant_id) AS items \
        FROM variant_item needed \
        JOIN inventory_item item ON item.id = needed.item_id \
        JOIN location ON location.active AND location.pickup IS NOT NULL \
        LEFT JOIN inventory_level level ON level.item_id = needed.item_id AND level.active \
            AND level.location_id = location.id \
        WHERE needed.variant_id IN ({keys})"
    );
    let values: Vec<Value> = variants.iter().map(|id| Value::from(id.0)).collect();
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    PickupRow::find_by_statement(statement).all(db).await
}

/// All locations, sorted by id, at most 10,000. Shops have few.
pub(super) async fn locations(db: &impl ConnectionTrait) -> Result<Vec<location::Model>, DbErr> {
    location::Entity::find()
        .order_by_asc(location::COLUMN.id)
        .limit(10_000)
        .all(db)
        .await
}

/// Channels with their assigned locations, in order of preference.
pub(super) async fn locations_of_channels(
    db: &impl ConnectionTrait,
) -> Result<Vec<(ChannelId, LocationId)>, DbErr> {
    channel_location::Entity::find()
        .select_only()
        .column(channel_location::Column::ChannelId)
        .column(channel_location::Column::LocationId)
        .order_by_asc(channel_location::Column::Priority)
        .order_by_asc(channel_location::Column::LocationId)
        .limit(10_000)
        .into_tuple()
        .all(db)
        .await
}

/// Locations by id. Unknown ids are skipped.
pub(super) async fn locations_by_ids(
    db: &impl ConnectionTrait,
    ids: &[LocationId],
) -> Result<Vec<location::Model>, DbErr> {
    rows::find::<location::Entity, _>(db, location::Column::Id, ids).await
}

/// Items by id. Unknown ids are skipped.
pub(crate) async fn items_by_ids(
    db: &impl ConnectionTrait,
    ids: &[InventoryItemId],
) -> Result<Vec<inventory_item::Model>, DbErr> {
    rows::find::<inventory_item::Entity, _>(db, inventory_item::Column::Id, ids).await
}

/// The first item of each variant; a variant that is not a bundle has only one. Index: the primary
/// keys.
pub(super) async fn items_of_variants(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<Vec<(VariantId, inventory_item::Model)>, DbErr> {
    let mut item_of: BTreeMap<VariantId, InventoryItemId> = BTreeMap::new();
    for variants in variants.chunks(500) {
        let links = variant_item::Entity::find()
            .filter(variant_item::Column::VariantId.is_in(variants.iter().copied()))
            .order_by_asc(variant_item::Column::ItemId)
            .all(db)
            .await?;
        for link in links {
            item_of.entry(link.variant_id).or_insert(link.item_id);
        }
    }
    let ids: Vec<InventoryItemId> = item_of.values().copied().collect();
    let rows = items_by_ids(db, &ids).await?;
    let rows: BTreeMap<InventoryItemId, inventory_item::Model> =
        rows.into_iter().map(|row| (row.id, row)).collect();
    let found = item_of.into_iter();
    Ok(found
        .filter_map(|(variant, item)| Some((variant, rows.get(&item)?.clone())))
        .collect())
}

/// All levels of items, by location. Index: the primary key.
pub(super) async fn levels_of_items(
    db: &impl ConnectionTrait,
    items: &[InventoryItemId],
) -> Result<Vec<inventory_level::Model>, DbErr> {
    let mut found = Vec::new();
    for items in items.chunks(rows::KEYS) {
        let levels = inventory_level::Entity::find()
            .filter(inventory_level::Column::ItemId.is_in(items.iter().copied()))
            .order_by_asc(inventory_level::Column::LocationId)
            .all(db)
            .await?;
        found.extend(levels);
    }
    Ok(found)
}

/// Variants that use the items, each with its item. Index: `variant_item_by_item`.
pub(super) async fn variants_of_items(
    db: &impl ConnectionTrait,
    items: &[InventoryItemId],
) -> Result<Vec<(InventoryItemId, VariantId)>, DbErr> {
    let mut found = Vec::new();
    for items in items.chunks(500) {
        let links: Vec<(InventoryItemId, VariantId)> = variant_item::Entity::find()
            .select_only()
            .column(variant_item::Column::ItemId)
            .column(variant_item::Column::VariantId)
            .filter(variant_item::Column::ItemId.is_in(items.iter().copied()))
            .order_by_asc(variant_item::Column::VariantId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(links);
    }
    Ok(found)
}

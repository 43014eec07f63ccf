//! Inventory items and their stock levels. For merchants only: every field that leads here checks
//! the scope `read_inventory`.

use super::{counts::to_int, loaders_context::InventoryContext, location};
use crate::list::List;
use crate::{
    catalog::{CatalogContext, ProductVariantConnection},
    connection,
    connections::list_cost,
    context::RequestContext,
    money::MoneyV2,
    schema::{Location, ProductVariant},
    visibility::reads_inventory,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::{
    catalog::variant,
    ids::{InventoryItemId, LocationId},
    inventory::{inventory_item, inventory_level},
};
use souk_kernel::{
    codes::{CountryCode, CurrencyCode},
    error::ApiError,
    ids::{Gid, NAMESPACE, split},
    money::Money,
    pagination::RequestedPage,
    scalars::DateTime,
    viewer::Scope,
};
use souk_shop::catalog::{self, WeightUnit};
use std::sync::Arc;

/// An inventory item: what a merchant stocks and counts.
#[derive(Clone, Description)]
pub struct InventoryItem {
    row: Arc<inventory_item::Model>,
}

impl InventoryItem {
    /// Wraps an item's row.
    pub fn new(row: Arc<inventory_item::Model>) -> Self {
        Self { row }
    }

    /// The variants that use the item, sorted by id.
    async fn variants(&self, ctx: &Context<'_>) -> Result<Vec<Arc<variant::Model>>, ApiError> {
        let ids = ctx
            .inventory()
            .variants_of_item
            .load_one(self.row.id)
            .await?;
        let ids = ids.unwrap_or_default();
        let rows = ctx
            .catalog()
            .variants
            .load_many(ids.iter().copied())
            .await?;
        let mut rows: Vec<Arc<variant::Model>> = rows.into_values().collect();
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }

    async fn levels(&self, ctx: &Context<'_>) -> Result<Vec<inventory_level::Model>, ApiError> {
        let levels = ctx.inventory().levels_of_item.load_one(self.row.id).await?;
        Ok(levels.map(|levels| levels.to_vec()).unwrap_or_default())
    }
}

/// Finds an item by its id; `None` if it was deleted.
pub(super) async fn by_id(
    ctx: &Context<'_>,
    id: InventoryItemId,
) -> Result<Option<InventoryItem>, ApiError> {
    let row = ctx.inventory().items.load_one(id).await?;
    Ok(row.map(InventoryItem::new))
}

/// Finds an item by its id, for callers who may read stock; `None` if it was deleted.
///
/// # Errors
///
/// When the database fails.
pub async fn inventory_item_node(
    ctx: &Context<'_>,
    id: InventoryItemId,
) -> Result<Option<InventoryItem>, ApiError> {
    if !ctx.viewer().may(Scope::ReadInventory) {
        return Ok(None);
    }
    by_id(ctx, id).await
}

#[Object(use_type_description, visible = "reads_inventory")]
impl InventoryItem {
    /// Country of origin.
    async fn country_code_of_origin(&self) -> Option<CountryCode> {
        let code = self.row.country_of_origin.as_deref();
        code.and_then(CountryCode::from_code)
    }

    /// When the item was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Harmonized System code for customs.
    async fn harmonized_system_code(&self) -> Option<&str> {
        self.row.harmonized_system_code.as_deref()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Stock level at a location; null if the item is not stocked there.
    async fn inventory_level(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The location.")] location_id: ID,
    ) -> Option<Result<InventoryLevel, ApiError>> {
        let location = match LocationId::parse(&location_id) {
            Ok(location) => location,
            Err(error) => return Some(Err(error)),
        };
        match self.levels(ctx).await {
            Ok(levels) => {
                let level = levels.into_iter().find(|row| row.location_id == location);
                level.map(|row| Ok(InventoryLevel { row }))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// Stock levels, sorted by the id of the location.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn inventory_levels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<InventoryLevelConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let levels = self.levels(ctx).await?;
        let levels = levels.into_iter().map(|row| InventoryLevel { row });
        let slice = catalog::page_of_list(levels.collect(), &page, |level| level.row.location_id.0);
        Ok(InventoryLevelConnection::new(slice))
    }

    /// Measurements of the item; null if unknown.
    async fn measurement(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<InventoryItemMeasurement, ApiError>> {
        let variants = match self.variants(ctx).await {
            Ok(variants) => variants,
            Err(error) => return Some(Err(error)),
        };
        // A bundle's weight is that of its components, so only variants that are not bundles count.
        let mut own = variants.iter().filter(|row| row.components.0.is_empty());
        let row = own.next().filter(|row| row.weight_grams > 0)?;
        let weight = Weight {
            unit: row.weight_unit.into(),
            value: catalog::weight_in(row.weight_unit, row.weight_grams),
        };
        Some(Ok(InventoryItemMeasurement { weight }))
    }

    /// Whether the item has to be shipped.
    async fn requires_shipping(&self) -> bool {
        self.row.requires_shipping
    }

    /// Stock keeping unit.
    async fn sku(&self) -> Option<&str> {
        self.row.sku.as_deref()
    }

    /// Whether stock is tracked; an item that is not tracked is always available.
    async fn tracked(&self) -> bool {
        self.row.tracked
    }

    /// Cost of one unit to the merchant.
    async fn unit_cost(&self, ctx: &Context<'_>) -> Option<MoneyV2> {
        let currency: CurrencyCode = ctx.directory().currency;
        let cost = self.row.unit_cost?;
        Some(Money::new(cost, currency).into())
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Variants that use the item and that the caller may see, including bundles, sorted by id.
    #[graphql(
        name = "variants",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    async fn variants_page(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<ProductVariantConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let rows = self.variants(ctx).await?;
        let ids = rows.iter().map(|row| row.product_id);
        let products = ctx.catalog().products.load_many(ids).await?;
        let seen = rows.into_iter().filter_map(|row| {
            let product = products.get(&row.product_id)?;
            let sees = catalog::sees_product(ctx.audience(), ctx.viewer(), product);
            sees.then(|| ProductVariant::new(row, Arc::clone(product)))
        });
        let slice = catalog::page_of_list(seen.collect(), &page, |variant| variant.row.id.0);
        Ok(ProductVariantConnection::new(slice))
    }
}

/// Measurements of an item.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct InventoryItemMeasurement {
    /// Weight of one unit.
    weight: Weight,
}

/// A weight.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct Weight {
    /// Unit of the weight.
    unit: WeightUnit,
    /// Weight in that unit.
    value: f64,
}

/// Stock level: units of an item at a location.
#[derive(Clone, Description)]
pub struct InventoryLevel {
    row: inventory_level::Model,
}

impl InventoryLevel {
    /// Wraps a level's row.
    pub fn new(row: inventory_level::Model) -> Self {
        Self { row }
    }
}

/// Reads the item and location from the global id of a level.
pub fn level_place(id: &ID) -> Option<(InventoryItemId, LocationId)> {
    let (location, item) = id.split_once("?inventory_item_id=")?;
    let (kind, location) = split(location)?;
    let item = item.parse().ok()?;
    (kind == "InventoryLevel").then_some((InventoryItemId(item), LocationId(location)))
}

connection!(
    InventoryLevelConnection,
    InventoryLevelEdge,
    InventoryLevel,
    "stock levels"
);

#[Object(use_type_description)]
impl InventoryLevel {
    /// Global id.
    async fn id(&self) -> ID {
        let (location, item) = (self.row.location_id.0, self.row.item_id.0);
        ID(format!(
            "gid://{NAMESPACE}/InventoryLevel/{location}?inventory_item_id={item}"
        ))
    }

    /// Whether the item is stocked at the location.
    async fn is_active(&self) -> bool {
        self.row.active
    }

    /// The item; null if it was deleted.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        by_id(ctx, self.row.item_id).await.transpose()
    }

    /// The location; null if the caller may not see it.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::location_by_id(ctx, self.row.location_id)
            .await
            .transpose()
    }

    /// Quantities by state: `available`, `committed`, `damaged`, `incoming`, `on_hand`,
    /// `quality_control`, `reserved`, `safety_stock`.
    async fn quantities(
        &self,
        #[graphql(desc = "The states to return.", validator(max_items = 8))] names: Vec<String>,
    ) -> Result<List<InventoryQuantity>, ApiError> {
        names
            .into_iter()
            .map(|name| {
                let quantity = units(&self.row, &name)
                    .ok_or_else(|| ApiError::BadInput(format!("no quantity is named {name}")))?;
                Ok(InventoryQuantity {
                    name,
                    quantity: to_int(quantity),
                    updated_at: DateTime(self.row.updated_at),
                })
            })
            .collect()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

fn units(level: &inventory_level::Model, name: &str) -> Option<i64> {
    Some(match name {
        "available" => level.available,
        "committed" => level.committed,
        "damaged" => level.damaged,
        "incoming" => level.incoming,
        "on_hand" => level.on_hand,
        "quality_control" => level.quality_control,
        "reserved" => level.reserved,
        "safety_stock" => level.safety_stock,
        _ => return None,
    })
}

/// Quantity of units in a state.
#[derive(Clone, Debug, SimpleObject)]
pub struct InventoryQuantity {
    /// The state, such as `available`.
    name: String,
    /// Number of units.
    quantity: i32,
    /// When the level last changed.
    updated_at: DateTime,
}

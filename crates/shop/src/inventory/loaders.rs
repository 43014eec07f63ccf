//! Batch loaders of inventory, for one request.

use super::{
    pickup::{self, PickupStock},
    stock_availability::{self, Availability, ProductAvailability},
    store,
};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use sea_orm::DbErr;
use souk_entities::{
    ids::{ChannelId, InventoryItemId, LocationId, ProductId, ReservationId, VariantId},
    inventory::{inventory_item, inventory_level, location, reservation_line},
};
use souk_kernel::{app::App, batches::BatchSpawner, database::Database};
use std::{collections::HashMap, sync::Arc};

/// The batch loaders of inventory.
pub struct InventoryLoaders {
    /// Stock of all variants of a product. One statement serves the product and its variants.
    pub stock_by_product: DataLoader<StockByProduct, HashMapCache>,
    /// Stock of a variant, for products with too many variants to load them all.
    pub stock_by_variant: DataLoader<StockByVariant, HashMapCache>,
    /// Stock of a variant at the pickup locations that stock it.
    pub pickup_stock: DataLoader<PickupStockByVariant, HashMapCache>,
    /// Locations by id.
    pub locations: DataLoader<LocationById, HashMapCache>,
    /// Items by id.
    pub items: DataLoader<ItemById, HashMapCache>,
    /// The item of a variant that is not a bundle.
    pub item_of_variant: DataLoader<ItemByVariant, HashMapCache>,
    /// Variants that use an item.
    pub variants_of_item: DataLoader<VariantsOfItem, HashMapCache>,
    /// Lines of a reservation.
    pub lines_of_reservation: DataLoader<LinesOfReservation, HashMapCache>,
    /// Stock levels of an item, by location.
    pub levels_of_item: DataLoader<LevelsByItem, HashMapCache>,
}

impl InventoryLoaders {
    /// Creates the loaders of one request made in `channel`.
    pub fn new(app: &App, channel: ChannelId, spawner: &BatchSpawner) -> Self {
        let inventory = &app.databases.inventory;
        Self {
            stock_by_product: spawner.loader(StockByProduct {
                inventory: inventory.clone(),
                channel,
            }),
            stock_by_variant: spawner.loader(StockByVariant {
                inventory: inventory.clone(),
                channel,
            }),
            pickup_stock: spawner.loader(PickupStockByVariant(inventory.clone())),
            locations: spawner.loader(LocationById(inventory.clone())),
            items: spawner.loader(ItemById(inventory.clone())),
            item_of_variant: spawner.loader(ItemByVariant(inventory.clone())),
            variants_of_item: spawner.loader(VariantsOfItem(inventory.clone())),
            lines_of_reservation: spawner.loader(LinesOfReservation(inventory.clone())),
            levels_of_item: spawner.loader(LevelsByItem(inventory.clone())),
        }
    }
}

/// Loads stock by product.
pub struct StockByProduct {
    inventory: Database,
    channel: ChannelId,
}

impl Loader<ProductId> for StockByProduct {
    type Value = Arc<ProductAvailability>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let found =
            stock_availability::by_product(self.inventory.reader(), self.channel, ids).await?;
        Ok(found
            .into_iter()
            .map(|(product, stock)| (product, Arc::new(stock)))
            .collect())
    }
}

/// Loads stock by variant.
pub struct StockByVariant {
    inventory: Database,
    channel: ChannelId,
}

impl Loader<VariantId> for StockByVariant {
    type Value = Availability;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Availability>, DbErr> {
        stock_availability::by_variant(self.inventory.reader(), self.channel, ids).await
    }
}

/// Loads stock at pickup locations by variant.
pub struct PickupStockByVariant(Database);

impl Loader<VariantId> for PickupStockByVariant {
    type Value = Arc<Vec<PickupStock>>;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Self::Value>, DbErr> {
        let found = pickup::by_variant(self.0.reader(), ids).await?;
        Ok(found
            .into_iter()
            .map(|(variant, stock)| (variant, Arc::new(stock)))
            .collect())
    }
}

/// Loads locations by id.
pub struct LocationById(Database);

impl Loader<LocationId> for LocationById {
    type Value = Arc<location::Model>;
    type Error = DbErr;

    async fn load(&self, ids: &[LocationId]) -> Result<HashMap<LocationId, Self::Value>, DbErr> {
        let rows = store::locations_by_ids(self.0.reader(), ids).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id, Arc::new(row)))
            .collect())
    }
}

/// Loads items by id.
pub struct ItemById(Database);

impl Loader<InventoryItemId> for ItemById {
    type Value = Arc<inventory_item::Model>;
    type Error = DbErr;

    async fn load(
        &self,
        ids: &[InventoryItemId],
    ) -> Result<HashMap<InventoryItemId, Self::Value>, DbErr> {
        let rows = store::items_by_ids(self.0.reader(), ids).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id, Arc::new(row)))
            .collect())
    }
}

/// Loads the items of variants.
pub struct ItemByVariant(Database);

impl Loader<VariantId> for ItemByVariant {
    type Value = Arc<inventory_item::Model>;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Self::Value>, DbErr> {
        let rows = store::items_of_variants(self.0.reader(), ids).await?;
        Ok(rows
            .into_iter()
            .map(|(variant, row)| (variant, Arc::new(row)))
            .collect())
    }
}

/// Loads stock levels by item.
pub struct LevelsByItem(Database);

impl Loader<InventoryItemId> for LevelsByItem {
    type Value = Arc<Vec<inventory_level::Model>>;
    type Error = DbErr;

    async fn load(
        &self,
        ids: &[InventoryItemId],
    ) -> Result<HashMap<InventoryItemId, Self::Value>, DbErr> {
        let mut levels: HashMap<InventoryItemId, Vec<inventory_level::Model>> = HashMap::new();
        for row in store::levels_of_items(self.0.reader(), ids).await? {
            levels.entry(row.item_id).or_default().push(row);
        }
        Ok(levels
            .into_iter()
            .map(|(item, rows)| (item, Arc::new(rows)))
            .collect())
    }
}

/// Loads the variants that use an item.
pub struct VariantsOfItem(Database);

impl Loader<InventoryItemId> for VariantsOfItem {
    type Value = Arc<Vec<VariantId>>;
    type Error = DbErr;

    async fn load(
        &self,
        ids: &[InventoryItemId],
    ) -> Result<HashMap<InventoryItemId, Self::Value>, DbErr> {
        let mut variants: HashMap<InventoryItemId, Vec<VariantId>> = HashMap::new();
        for (item, variant) in store::variants_of_items(self.0.reader(), ids).await? {
            variants.entry(item).or_default().push(variant);
        }
        let variants = variants.into_iter();
        Ok(variants.map(|(item, ids)| (item, Arc::new(ids))).collect())
    }
}

/// Loads the lines of a reservation.
pub struct LinesOfReservation(Database);

impl Loader<ReservationId> for LinesOfReservation {
    type Value = Arc<Vec<reservation_line::Model>>;
    type Error = DbErr;

    async fn load(
        &self,
        ids: &[ReservationId],
    ) -> Result<HashMap<ReservationId, Self::Value>, DbErr> {
        let mut lines: HashMap<ReservationId, Vec<reservation_line::Model>> = HashMap::new();
        for row in store::reservations::lines_of(self.0.reader(), ids).await? {
            lines.entry(row.reservation_id).or_default().push(row);
        }
        let lines = lines.into_iter();
        Ok(lines.map(|(id, rows)| (id, Arc::new(rows))).collect())
    }
}

//! Stock for these stories: items at locations, and variants that need them.

use crate::{builders::MadeProduct, harness::TestShop};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use souk_entities::{
    ids::{InventoryItemId, LocationId, VariantId},
    inventory::{inventory_level, variant_item},
};
use souk_shop::{
    inventory::{self, Demand, ReservationRequest},
    market::Directory,
};
use std::time::Duration;

impl TestShop {
    /// A product with one variant and so many units at `Portland`.
    pub async fn stocked(&self, handle: &str, units: i64) -> MadeProduct {
        let product = self.product(handle).price_minor(1_000).stock(units);
        product.create().await
    }

    /// The only item of a variant.
    pub async fn item_of(&self, variant: VariantId) -> InventoryItemId {
        let db = self.app.databases.inventory.writer();
        let links = variant_item::Entity::find();
        let links = links.filter(variant_item::Column::VariantId.eq(variant));
        links.one(db).await.unwrap().unwrap().item_id
    }

    /// Lets a variant need these items, and none of its own.
    pub async fn needs(&self, product: &MadeProduct, items: &[(InventoryItemId, i32)]) {
        let db = self.app.databases.inventory.writer();
        let variant = product.variants[0];
        variant_item::Entity::delete_many()
            .filter(variant_item::Column::VariantId.eq(variant))
            .exec(db)
            .await
            .unwrap();
        for &(item_id, units) in items {
            let link = variant_item::Model {
                variant_id: variant,
                item_id,
                product_id: product.id,
                units,
                policy: variant_item::InventoryPolicy::Deny,
            };
            let link = link.into_active_model().reset_all();
            link.insert(db).await.unwrap();
        }
    }

    /// Holds stock for a new attempt for ten minutes.
    pub fn wanted<'a>(&self, demands: &'a [Demand]) -> ReservationRequest<'a> {
        ReservationRequest {
            attempt: self.app.next_id(),
            channel: Directory::current(&self.app).channels[0].id,
            pickup_at: None,
            demands,
            expires_in: Some(Duration::from_secs(600)),
        }
    }

    /// The level of an item at a location.
    pub async fn level(
        &self,
        item: InventoryItemId,
        location: LocationId,
    ) -> inventory_level::Model {
        let db = self.app.databases.inventory.writer();
        let level = inventory_level::Entity::find_by_id((item, location));
        level.one(db).await.unwrap().unwrap()
    }

    /// Units of an item that can be sold, that are held, and that are sold, over all locations.
    pub async fn units_of(&self, item: InventoryItemId) -> (i64, i64, i64) {
        let db = self.app.databases.inventory.writer();
        let levels = inventory_level::Entity::find();
        let levels = levels.filter(inventory_level::Column::ItemId.eq(item));
        let levels = levels.all(db).await.unwrap();
        let sum = |units: fn(&inventory_level::Model) -> i64| levels.iter().map(units).sum();
        (
            sum(|level| level.available),
            sum(|level| level.reserved),
            sum(|level| level.committed),
        )
    }

    /// Asserts that every level is what the ledger and the reservations say.
    pub async fn assert_verified(&self) {
        let found = inventory::verify_inventory(&self.app, InventoryItemId(0), 100).await;
        assert_eq!(found.unwrap(), []);
    }
}

/// A line of what is to be held.
pub fn demand(product: &MadeProduct, quantity: u32) -> Demand {
    Demand {
        variant: product.variants[0],
        quantity,
    }
}

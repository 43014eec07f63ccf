//! Stock-dependent fields of variants.

use super::{
    counts::to_int, item::InventoryItem, loaders_context::InventoryContext,
    location::GeoCoordinateInput,
};
use crate::{
    connection, connections::list_cost, context::RequestContext, schema::Location,
    visibility::reads_inventory,
};
use async_graphql::{Context, Object, SimpleObject};
use souk_entities::catalog::{product, variant};
use souk_kernel::{error::ApiError, pagination::RequestedPage, viewer::Scope};
use souk_shop::{
    catalog,
    inventory::{Availability, locations, pickup},
};
use std::sync::Arc;

/// Up to this many variants, the stock of a whole product is loaded at once; larger products are
/// loaded variant by variant.
const READ_TOGETHER: i32 = 250;

/// Variant fields that the inventory domain owns.
#[derive(Clone)]
pub struct VariantStock {
    /// The variant's row.
    pub row: Arc<variant::Model>,
    /// The product's row, already known to be visible to the caller.
    pub product: Arc<product::Model>,
}

impl VariantStock {
    async fn stock(&self, ctx: &Context<'_>) -> Result<Availability, ApiError> {
        let loaders = ctx.inventory();
        if self.product.variants_count <= READ_TOGETHER {
            let stock = loaders.stock_by_product.load_one(self.product.id).await?;
            let stock = stock.map(|stock| stock.of(self.row.id));
            return Ok(stock.unwrap_or(Availability::ABSENT));
        }
        let stock = loaders.stock_by_variant.load_one(self.row.id).await?;
        Ok(stock.unwrap_or(Availability::ABSENT))
    }
}

#[Object]
impl VariantStock {
    /// Whether it can be bought.
    async fn available_for_sale(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        Ok(self.stock(ctx).await?.for_sale())
    }

    /// Whether it can be bought although it is out of stock.
    async fn currently_not_in_stock(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        Ok(self.stock(ctx).await?.on_backorder())
    }

    /// The inventory item of the variant; null for a bundle, which uses the items of its
    /// components, and for a variant whose stock is still being written. Needs the scope
    /// `read_inventory`.
    #[graphql(visible = "reads_inventory")]
    async fn inventory_item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::ReadInventory) {
            return Some(Err(error));
        }
        if !self.row.components.0.is_empty() {
            return None;
        }
        let item = ctx.inventory().item_of_variant.load_one(self.row.id).await;
        let item = item.map(|item| item.map(InventoryItem::new));
        item.map_err(ApiError::from).transpose()
    }

    /// Units that can be sold, summed over the locations that serve the channel; negative if
    /// oversold, null if stock is not tracked.
    async fn quantity_available(&self, ctx: &Context<'_>) -> Option<Result<i32, ApiError>> {
        match self.stock(ctx).await {
            Ok(stock) => stock.quantity.map(|quantity| Ok(to_int(quantity))),
            Err(error) => Some(Err(error)),
        }
    }

    /// Locations where it can be picked up, nearest first if coordinates are given, otherwise by
    /// name; the buyer's preferred location always comes first.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn store_availability(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "The buyer's coordinates.")] near: Option<GeoCoordinateInput>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<StoreAvailabilityConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let loaders = ctx.inventory();
        let stock = loaders.pickup_stock.load_one(self.row.id).await?;
        let stock = stock.unwrap_or_default();
        let ids = stock.iter().map(|stock| stock.location);
        let rows = loaders.locations.load_many(ids).await?;
        let mut places: Vec<StoreAvailability> = stock
            .iter()
            .filter_map(|stock| {
                let row = rows.get(&stock.location)?;
                Some(StoreAvailability::new(
                    *stock,
                    Location::new(Arc::clone(row)),
                ))
            })
            .collect();
        let near = near.map(locations::Coordinates::from);
        let preferred = ctx.audience().preferred_location;
        places.sort_by(|a, b| {
            let rank = |place: &StoreAvailability| Some(place.location.row.id) != preferred;
            rank(a)
                .cmp(&rank(b))
                .then_with(|| locations::nearer(&a.location.row, &b.location.row, near))
        });
        if reverse.unwrap_or(false) {
            places.reverse();
        }
        let slice = catalog::page_of_list(places, &page, |place| place.location.row.id.0);
        Ok(StoreAvailabilityConnection::new(slice))
    }
}

/// Availability of a variant at a location that offers pickup.
#[derive(Clone, SimpleObject)]
pub struct StoreAvailability {
    /// Whether it is in stock.
    available: bool,
    /// The location.
    location: Location,
    /// How soon it is ready for pickup, as text.
    pick_up_time: String,
    /// Units in stock; 0 if stock is not tracked.
    quantity_available: i32,
}

impl StoreAvailability {
    fn new(stock: pickup::PickupStock, location: Location) -> Self {
        let pickup = location.row.pickup.as_ref();
        let code = pickup.map_or("", |pickup| &pickup.pickup_time);
        Self {
            available: stock.quantity.is_none_or(|quantity| quantity > 0),
            pick_up_time: pickup::pickup_time_in_words(code).to_owned(),
            quantity_available: to_int(stock.quantity.unwrap_or(0).max(0)),
            location,
        }
    }
}

connection!(
    StoreAvailabilityConnection,
    StoreAvailabilityEdge,
    StoreAvailability,
    "availabilities at pickup locations"
);

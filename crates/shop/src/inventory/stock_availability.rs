//! Availability of variants to buyers of a channel.

use super::store;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::{ChannelId, ProductId, VariantId},
    inventory::variant_item::InventoryPolicy,
};
use souk_kernel::{app::App, database::Database};
use std::collections::HashMap;

/// Stock of a variant, summed over the locations that serve a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// Units that can be sold, negative when oversold; `None` if stock is not tracked.
    pub quantity: Option<i64>,
    /// Whether it can still be sold when out of stock.
    pub sold_beyond_stock: bool,
}

impl Availability {
    /// For a variant without stock records, such as one that was just saved: out of stock.
    pub const ABSENT: Self = Self {
        quantity: Some(0),
        sold_beyond_stock: false,
    };

    /// Whether at least one unit can be bought.
    pub fn for_sale(self) -> bool {
        self.most().is_none_or(|most| most > 0)
    }

    /// Whether it can be bought although it is out of stock.
    pub fn on_backorder(self) -> bool {
        self.sold_beyond_stock && self.quantity.is_some_and(|quantity| quantity <= 0)
    }

    /// Maximum number of units that can be bought, at least 0; `None` if there is no limit.
    pub fn most(self) -> Option<i64> {
        if self.sold_beyond_stock {
            return None;
        }
        self.quantity.map(|quantity| quantity.max(0))
    }
}

/// Stock of the variants of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductAvailability {
    /// By variant. Variants without stock records are absent and count as [`Availability::ABSENT`].
    pub variants: HashMap<VariantId, Availability>,
}

impl ProductAvailability {
    /// Stock of one variant.
    pub fn of(&self, variant: VariantId) -> Availability {
        let known = self.variants.get(&variant);
        known.copied().unwrap_or(Availability::ABSENT)
    }

    /// Whether at least one variant can be bought.
    pub fn any_for_sale(&self) -> bool {
        self.variants.values().any(|stock| stock.for_sale())
    }

    /// Total stock of all tracked variants; `None` if none is tracked.
    pub fn total(&self) -> Option<i64> {
        let mut counted = self.variants.values().filter_map(|stock| stock.quantity);
        let first = counted.next()?;
        Some(counted.fold(first, i64::saturating_add))
    }
}

/// Stock of `variants` for buyers of `channel`. Variants without stock records are absent and count
/// as [`Availability::ABSENT`]. Runs one statement per 500 variants.
///
/// # Errors
///
/// When the database fails.
pub async fn availability(
    app: &App,
    channel: ChannelId,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, Availability>, DbErr> {
    let db = app.databases.inventory.reader();
    by_variant(db, channel, variants).await
}

/// Stock of all variants of `products` for buyers of `channel`. Products without stock records are
/// absent. Runs one statement per 500 products.
///
/// # Errors
///
/// When the database fails.
pub async fn stock_of_products(
    inventory: &Database,
    channel: ChannelId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, ProductAvailability>, DbErr> {
    by_product(inventory.reader(), channel, products).await
}

pub(super) async fn by_variant(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, Availability>, DbErr> {
    let mut found = HashMap::new();
    for variants in variants.chunks(500) {
        for row in store::item_stock_of_variants(db, channel, variants).await? {
            narrow(&mut found, &row);
        }
    }
    Ok(found)
}

pub(super) async fn by_product(
    db: &impl ConnectionTrait,
    channel: ChannelId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, ProductAvailability>, DbErr> {
    let mut found: HashMap<ProductId, ProductAvailability> = HashMap::new();
    for products in products.chunks(500) {
        for row in store::item_stock_of_products(db, channel, products).await? {
            let product = found.entry(row.product_id).or_default();
            narrow(&mut product.variants, &row);
        }
    }
    Ok(found)
}

/// Adds an item that a variant uses: the scarcest item determines the variant's stock.
fn narrow(stock: &mut HashMap<VariantId, Availability>, row: &store::ItemStock) {
    let quantity = row
        .tracked
        .then(|| row.available.div_euclid(i64::from(row.units.max(1))));
    let known = stock.entry(row.variant_id).or_insert(Availability {
        quantity,
        sold_beyond_stock: row.policy == InventoryPolicy::Continue,
    });
    known.quantity = match (known.quantity, quantity) {
        (Some(known), Some(new)) => Some(known.min(new)),
        (known, new) => known.or(new),
    };
}

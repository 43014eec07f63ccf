//! The inventory part of saved products: items, levels and the ledger.

use crate::{
    catalog::{self, ProductStockPlan, VariantStockPlan},
    inventory::{self, Adjustment, Amount, Cause, Changes, LevelKey, Levels, Stocking},
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    ids::{InventoryItemId, ProductId, VariantId},
    inventory::{
        inventory_item,
        variant_item::{self, InventoryPolicy},
    },
};
use souk_kernel::{app::App, events::Event};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reason for stock changes by saved products, as recorded in the ledger.
const REASON: &str = "correction";

/// Updates the inventory according to `plan`. Running it again, or after a newer plan, changes
/// nothing.
///
/// Earlier plans for the same products and for components of their bundles are applied first if
/// they have not been yet, because a plan contains only its own change.
pub(crate) async fn apply(app: &App, plan: &[ProductStockPlan]) -> Result<(), DbErr> {
    for earlier in catalog::earlier_stock_plans(app, plan).await? {
        apply_one(app, &[earlier]).await?;
    }
    apply_one(app, plan).await
}

async fn apply_one(app: &App, plan: &[ProductStockPlan]) -> Result<(), DbErr> {
    let txn = app.databases.inventory.begin().await?;
    let mut versions: Vec<(ProductId, i64)> = plan
        .iter()
        .map(|stock| (stock.product, stock.version))
        .collect();
    versions.sort_unstable();
    let fresh = inventory::record_versions(&txn, &versions).await?;
    let plan: Vec<&ProductStockPlan> = plan
        .iter()
        .filter(|stock| fresh.contains(&stock.product))
        .collect();
    if plan.is_empty() {
        return Ok(());
    }
    let mut batch = Batch::load(app, &txn, &plan).await?;
    for stock in &plan {
        batch.add(app, stock);
    }
    batch.write(app, &txn).await?;
    let events: Vec<Event> = plan
        .iter()
        .map(|stock| Event::StockChanged {
            product: stock.product,
        })
        .collect();
    app.publish(&txn, &events).await?;
    txn.commit().await
}

/// The rows of a batch: as stored at first, then as changed.
struct Batch {
    now: Timestamp,
    /// Items of each variant, with units.
    items_of: HashMap<VariantId, Vec<variant_item::Model>>,
    items: HashMap<InventoryItemId, inventory_item::Model>,
    levels: Levels,
    changed_items: Vec<inventory_item::Model>,
    /// Those among them that are new.
    new_items: HashSet<InventoryItemId>,
    changed_links: Vec<variant_item::Model>,
    adjustments: Vec<Adjustment>,
    dropped: Vec<variant_item::Model>,
}

impl Batch {
    async fn load(
        app: &App,
        txn: &DatabaseTransaction,
        plan: &[&ProductStockPlan],
    ) -> Result<Self, DbErr> {
        let products: Vec<ProductId> = plan.iter().map(|stock| stock.product).collect();
        let mut links = inventory::links_of_products(txn, &products).await?;
        let parts: Vec<VariantId> = plan.iter().flat_map(|stock| stock.parts()).collect();
        links.extend(inventory::links_of_variants(txn, &parts).await?);
        let mut item_ids: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
        item_ids.sort_unstable();
        item_ids.dedup();
        let items = inventory::items_by_ids(txn, &item_ids).await?;
        let mut items_of: HashMap<VariantId, Vec<variant_item::Model>> = HashMap::new();
        for link in links {
            let known = items_of.entry(link.variant_id).or_default();
            if known.iter().all(|other| other.item_id != link.item_id) {
                known.push(link);
            }
        }
        let now = app.clock.now();
        let wanted = wanted_levels(plan, &items_of);
        let item_ids: BTreeSet<InventoryItemId> = item_ids.into_iter().collect();
        inventory::insert_missing_levels(txn, &wanted, now).await?;
        let levels = inventory::lock_levels(txn, &item_ids).await?;
        Ok(Self {
            now,
            items_of,
            items: items.into_iter().map(|item| (item.id, item)).collect(),
            levels,
            changed_items: Vec::new(),
            new_items: HashSet::new(),
            changed_links: Vec::new(),
            adjustments: Vec::new(),
            dropped: Vec::new(),
        })
    }

    fn add(&mut self, app: &App, stock: &ProductStockPlan) {
        for variant in &stock.removed {
            self.dropped
                .extend(self.items_of.remove(variant).unwrap_or_default());
        }
        for variant in &stock.variants {
            if variant.components.is_empty() {
                let item = self.own_item(app, stock.product, variant);
                let adjustments = variant.quantities.iter().map(|wanted| {
                    let amount = Amount::To(wanted.quantity);
                    Adjustment::new((item, wanted.location), wanted.name, amount)
                });
                self.adjustments.extend(adjustments);
            } else {
                self.bundle(stock.product, variant);
            }
        }
    }

    /// The item of a variant that is not a bundle, created if there is none.
    fn own_item(
        &mut self,
        app: &App,
        product: ProductId,
        variant: &VariantStockPlan,
    ) -> InventoryItemId {
        let links = self.items_of.get(&variant.variant);
        let link = links.and_then(|links| links.first()).cloned();
        let id = link
            .as_ref()
            .map_or_else(|| app.next_id(), |link| link.item_id);
        let known = self.items.get(&id);
        let mut item = known.cloned().unwrap_or(inventory_item::Model {
            id,
            sku: None,
            tracked: false,
            requires_shipping: true,
            unit_cost: None,
            country_of_origin: None,
            harmonized_system_code: None,
            created_at: self.now,
            updated_at: self.now,
        });
        item.sku.clone_from(&variant.sku);
        item.requires_shipping = variant.requires_shipping;
        item.tracked = variant.tracked.unwrap_or(item.tracked);
        item.unit_cost = variant.unit_cost.or(item.unit_cost);
        let origin = variant.country_of_origin.clone();
        item.country_of_origin = origin.or(item.country_of_origin);
        let customs = variant.harmonized_system_code.clone();
        item.harmonized_system_code = customs.or(item.harmonized_system_code);
        if known != Some(&item) {
            item.updated_at = self.now;
            if known.is_none() {
                self.new_items.insert(id);
            }
            self.changed_items.push(item.clone());
            self.items.insert(id, item);
        }
        let before = link.as_ref().map(|link| link.policy);
        let wanted = variant_item::Model {
            variant_id: variant.variant,
            item_id: id,
            product_id: product,
            units: link.as_ref().map_or(1, |link| link.units),
            policy: variant.policy.or(before).unwrap_or(InventoryPolicy::Deny),
        };
        if link.as_ref() != Some(&wanted) {
            self.items_of.insert(variant.variant, vec![wanted.clone()]);
            self.changed_links.push(wanted);
        }
        id
    }

    /// Links a bundle to the items of its components. It has no item of its own.
    fn bundle(&mut self, product: ProductId, variant: &VariantStockPlan) {
        let before = self.items_of.remove(&variant.variant).unwrap_or_default();
        let policy = before.first().map(|link| link.policy);
        let policy = variant.policy.or(policy).unwrap_or(InventoryPolicy::Deny);
        let mut units: BTreeMap<InventoryItemId, i32> = BTreeMap::new();
        for (part, quantity) in &variant.components {
            for link in self.items_of.get(part).into_iter().flatten() {
                *units.entry(link.item_id).or_default() += link.units * quantity;
            }
        }
        let gone = before
            .into_iter()
            .filter(|link| !units.contains_key(&link.item_id));
        self.dropped.extend(gone);
        for (item_id, units) in units {
            self.changed_links.push(variant_item::Model {
                variant_id: variant.variant,
                item_id,
                product_id: product,
                units,
                policy,
            });
        }
    }

    async fn write(self, app: &App, txn: &DatabaseTransaction) -> Result<(), DbErr> {
        inventory::save_items(txn, self.changed_items, &self.new_items).await?;
        inventory::upsert_links(txn, self.changed_links).await?;
        let changes = Changes::Adjustments {
            levels: self.levels,
            adjustments: &self.adjustments,
            stocking: Stocking::Starts,
        };
        let recorded = inventory::record_changes(app, txn, changes, &Cause::of(REASON)).await?;
        recorded.map_err(|refused| DbErr::Custom(refused.to_string()))?;
        inventory::unlink_items(txn, &self.dropped).await
    }
}

/// Levels of existing items that a plan sets.
fn wanted_levels(
    plan: &[&ProductStockPlan],
    items_of: &HashMap<VariantId, Vec<variant_item::Model>>,
) -> BTreeSet<LevelKey> {
    let variants = plan.iter().flat_map(|stock| &stock.variants);
    let own = variants.filter(|variant| variant.components.is_empty());
    own.filter_map(|variant| Some((variant, items_of.get(&variant.variant)?.first()?)))
        .flat_map(|(variant, link)| {
            let quantities = variant.quantities.iter();
            quantities.map(|quantity| (link.item_id, quantity.location))
        })
        .collect()
}

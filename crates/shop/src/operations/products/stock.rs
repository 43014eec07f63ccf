//! The inventory part of saved products: items, levels and the ledger.

use crate::catalog::{
    products::{
        draft::QuantityDraft,
        stock_plan::{ProductStock, VariantStock},
    },
    recorded_work,
};
use crate::inventory::levels::{self, Place};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use souk_entities::{
    Timestamp,
    ids::{AdjustmentGroupId, InventoryItemId, LocationId, ProductId, VariantId},
    inventory::{
        inventory_adjustment, inventory_item, inventory_level, product_stock_version,
        variant_item::{self, InventoryPolicy},
    },
};
use souk_kernel::{app::App, events::Event, rows};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reason for stock changes by saved products, as recorded in the ledger.
const REASON: &str = "correction";

/// Brings the inventory to where `plan` says the products are. Running it again, or after a newer
/// plan, changes nothing.
///
/// Earlier plans for the same products and for components of their bundles are applied first if
/// they have not been yet, because a plan contains only its own change.
pub(crate) async fn apply(app: &App, plan: &[ProductStock]) -> Result<(), DbErr> {
    for earlier in recorded_work::earlier_stock(app, plan).await? {
        apply_one(app, &[earlier]).await?;
    }
    apply_one(app, plan).await
}

async fn apply_one(app: &App, plan: &[ProductStock]) -> Result<(), DbErr> {
    let txn = app.databases.inventory.begin().await?;
    let fresh = claim(&txn, plan).await?;
    let plan: Vec<&ProductStock> = plan
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
    batch.write(&txn).await?;
    let events: Vec<Event> = plan
        .iter()
        .map(|stock| Event::StockChanged {
            product: stock.product,
        })
        .collect();
    app.publish(&txn, &events).await?;
    txn.commit().await
}

/// Records the versions of the plan, and returns the products whose version is new.
async fn claim(
    txn: &DatabaseTransaction,
    plan: &[ProductStock],
) -> Result<HashSet<ProductId>, DbErr> {
    use product_stock_version::Column::{ProductId as Product, Version};
    let mut versions: Vec<(ProductId, i64)> = plan
        .iter()
        .map(|stock| (stock.product, stock.version))
        .collect();
    versions.sort_unstable();
    let mut fresh = HashSet::new();
    for versions in versions.chunks(rows::KEYS) {
        let mut on_conflict = OnConflict::column(Product);
        on_conflict.update_column(Version).action_and_where(
            Expr::col((product_stock_version::Entity, Version))
                .lt(Expr::col(("excluded", Version))),
        );
        let mut insert = Query::insert();
        insert
            .into_table(product_stock_version::Entity)
            .columns([Product, Version])
            .on_conflict(on_conflict)
            .returning_col(Product);
        for (product, version) in versions {
            insert.values_panic([product.0.into(), (*version).into()]);
        }
        for row in txn.query_all(&insert).await? {
            fresh.insert(row.try_get_by_index::<ProductId>(0)?);
        }
    }
    Ok(fresh)
}

/// The rows of a batch: as stored at first, then as changed.
struct Batch {
    now: Timestamp,
    group: AdjustmentGroupId,
    /// Items of each variant, with units.
    items_of: HashMap<VariantId, Vec<variant_item::Model>>,
    items: HashMap<InventoryItemId, inventory_item::Model>,
    levels: BTreeMap<(InventoryItemId, LocationId), inventory_level::Model>,
    changed_items: Vec<inventory_item::Model>,
    changed_links: Vec<variant_item::Model>,
    changed_levels: HashSet<(InventoryItemId, LocationId)>,
    dropped: Vec<variant_item::Model>,
    ledger: Vec<inventory_adjustment::Model>,
}

impl Batch {
    async fn load(
        app: &App,
        txn: &DatabaseTransaction,
        plan: &[&ProductStock],
    ) -> Result<Self, DbErr> {
        let products: Vec<ProductId> = plan.iter().map(|stock| stock.product).collect();
        let mut links =
            rows::find::<variant_item::Entity, _>(txn, variant_item::Column::ProductId, &products)
                .await?;
        let parts: Vec<VariantId> = plan.iter().flat_map(|stock| stock.parts()).collect();
        let part_column = variant_item::Column::VariantId;
        links.extend(rows::find::<variant_item::Entity, _>(txn, part_column, &parts).await?);
        let mut item_ids: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
        item_ids.sort_unstable();
        item_ids.dedup();
        let items =
            rows::find::<inventory_item::Entity, _>(txn, inventory_item::Column::Id, &item_ids)
                .await?;
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
        levels::make(txn, &wanted, now).await?;
        let levels = levels::lock(txn, &item_ids).await?;
        Ok(Self {
            now,
            group: app.next_id(),
            items_of,
            items: items.into_iter().map(|item| (item.id, item)).collect(),
            levels,
            changed_items: Vec::new(),
            changed_links: Vec::new(),
            changed_levels: HashSet::new(),
            dropped: Vec::new(),
            ledger: Vec::new(),
        })
    }

    fn add(&mut self, app: &App, stock: &ProductStock) {
        for variant in &stock.removed {
            self.dropped
                .extend(self.items_of.remove(variant).unwrap_or_default());
        }
        for variant in &stock.variants {
            if variant.components.is_empty() {
                let item = self.own_item(app, stock.product, variant);
                for quantity in &variant.quantities {
                    self.set(app, item, quantity);
                }
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
        variant: &VariantStock,
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
    fn bundle(&mut self, product: ProductId, variant: &VariantStock) {
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

    /// Sets a quantity and records the difference.
    fn set(&mut self, app: &App, item: InventoryItemId, wanted: &QuantityDraft) {
        let place = (item, wanted.location);
        let now = self.now;
        let level = self.levels.entry(place).or_insert_with(|| {
            self.changed_levels.insert(place);
            levels::empty(item, wanted.location, now)
        });
        if level.active && wanted.name.of(level) == wanted.quantity {
            return;
        }
        let delta = levels::set(level, wanted.name, wanted.quantity, now);
        self.changed_levels.insert(place);
        if delta == 0 {
            return;
        }
        let quantity_after = wanted.quantity;
        self.ledger.push(inventory_adjustment::Model {
            id: app.next_id(),
            group_id: self.group,
            item_id: item,
            location_id: wanted.location,
            name: wanted.name.text().to_owned(),
            delta,
            quantity_after,
            reason: REASON.to_owned(),
            reference: None,
            document: None,
            created_at: now,
        });
    }

    async fn write(mut self, txn: &DatabaseTransaction) -> Result<(), DbErr> {
        rows::upsert::<inventory_item::Entity>(txn, self.changed_items).await?;
        rows::upsert::<variant_item::Entity>(txn, self.changed_links).await?;
        let mut levels: Vec<inventory_level::Model> = Vec::new();
        for place in self.changed_levels {
            levels.extend(self.levels.remove(&place));
        }
        levels.sort_by_key(|level| (level.item_id, level.location_id));
        rows::upsert::<inventory_level::Entity>(txn, levels).await?;
        rows::upsert::<inventory_adjustment::Entity>(txn, self.ledger).await?;
        drop_links(txn, &self.dropped).await
    }
}

/// Levels of existing items that a plan sets.
fn wanted_levels(
    plan: &[&ProductStock],
    items_of: &HashMap<VariantId, Vec<variant_item::Model>>,
) -> BTreeSet<Place> {
    let variants = plan.iter().flat_map(|stock| &stock.variants);
    let own = variants.filter(|variant| variant.components.is_empty());
    own.filter_map(|variant| Some((variant, items_of.get(&variant.variant)?.first()?)))
        .flat_map(|(variant, link)| {
            let quantities = variant.quantities.iter();
            quantities.map(|quantity| (link.item_id, quantity.location))
        })
        .collect()
}

/// Unlinks variants from items. An item without variants is deleted, unless it has reserved or
/// committed units; its ledger is kept.
async fn drop_links(txn: &DatabaseTransaction, links: &[variant_item::Model]) -> Result<(), DbErr> {
    for links in links.chunks(rows::KEYS / 2) {
        let pairs = links.iter().fold(Condition::any(), |any, link| {
            any.add(
                Condition::all()
                    .add(variant_item::Column::VariantId.eq(link.variant_id))
                    .add(variant_item::Column::ItemId.eq(link.item_id)),
            )
        });
        variant_item::Entity::delete_many()
            .filter(pairs)
            .exec(txn)
            .await?;
        let items: Vec<InventoryItemId> = links.iter().map(|link| link.item_id).collect();
        let still =
            rows::find::<variant_item::Entity, _>(txn, variant_item::Column::ItemId, &items)
                .await?;
        let promised = inventory_level::Entity::find()
            .filter(inventory_level::Column::ItemId.is_in(items.iter().copied()))
            .filter(
                Condition::any()
                    .add(inventory_level::COLUMN.reserved.gt(0))
                    .add(inventory_level::COLUMN.committed.gt(0)),
            )
            .all(txn)
            .await?;
        let needed: HashSet<InventoryItemId> = still
            .iter()
            .map(|link| link.item_id)
            .chain(promised.iter().map(|level| level.item_id))
            .collect();
        let gone: Vec<InventoryItemId> = items
            .into_iter()
            .filter(|id| !needed.contains(id))
            .collect();
        let column = inventory_level::Column::ItemId;
        rows::delete::<inventory_level::Entity, _>(txn, column, &gone).await?;
        rows::delete::<inventory_item::Entity, _>(txn, inventory_item::Column::Id, &gone).await?;
    }
    Ok(())
}

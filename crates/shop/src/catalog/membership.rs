//! Which products a collection contains, added manually or selected by rules, and how this is kept
//! up to date.

use super::{rules::ProductFacts, store};
use crate::{
    catalog::rules::{self, RuleCollection},
    market::{self, Directory},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use souk_entities::{
    catalog::{
        collection::{RuleColumn, RuleSet},
        collection_product, metafield, product, variant,
    },
    ids::{CollectionId, MetafieldId, ProductId, VariantId},
};
use souk_kernel::{app::App, events::Event};
use std::collections::{HashMap, HashSet};

/// Number of products evaluated in one transaction when rules change.
const BATCH: u64 = 500;

/// Collections that a product joins and leaves.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MembershipChange {
    pub(crate) joined: Vec<CollectionId>,
    pub(crate) left: Vec<CollectionId>,
}

/// Every collection that has rules.
pub(crate) async fn rule_collections(
    db: &impl ConnectionTrait,
) -> Result<Vec<RuleCollection>, DbErr> {
    let rows = store::collections_with_rules(db).await?;
    Ok(rows
        .into_iter()
        .map(|(id, rule_set)| RuleCollection { id, rule_set })
        .collect())
}

/// Every collection with rules, for a transaction that has locked the products it saves.
/// [`lock_rules`] waits until it ends, so that no product is saved according to outdated rules: the
/// lock of the shop serialises changes of rules with saving products by them.
pub(crate) async fn current_collection_rules(
    txn: &DatabaseTransaction,
) -> Result<Vec<RuleCollection>, DbErr> {
    market::lock_shop_shared(txn).await?;
    rule_collections(txn).await
}

/// Lets the transaction change rules, after waiting for those that save products according to them.
/// A transaction that also locks products must lock those first.
pub(crate) async fn lock_rules(txn: &DatabaseTransaction) -> Result<(), DbErr> {
    market::lock_shop(txn).await.map(drop)
}

/// How the collections of the product in `facts` change, given the ones it is in `before`. If
/// `by_hand` is given, it replaces the manual collections.
pub(crate) fn membership_change(
    before: Option<&HashSet<CollectionId>>,
    by_hand: Option<&[CollectionId]>,
    rule_collections: &[RuleCollection],
    facts: &ProductFacts<'_>,
) -> MembershipChange {
    let nothing = HashSet::new();
    let before = before.unwrap_or(&nothing);
    let ruled: HashSet<CollectionId> = rule_collections.iter().map(|each| each.id).collect();
    let mut after: HashSet<CollectionId> = rule_collections
        .iter()
        .filter(|each| {
            if rules_need_stock(each) && facts.stock.is_none() {
                before.contains(&each.id) // evaluated again once the stock is known
            } else {
                rules::rules_match(&each.rule_set, facts)
            }
        })
        .map(|each| each.id)
        .collect();
    let chosen = |id: &&CollectionId| !ruled.contains(id);
    match by_hand {
        Some(by_hand) => after.extend(by_hand.iter().filter(chosen)),
        None => after.extend(before.iter().filter(chosen)),
    }
    let mut change = MembershipChange {
        joined: after.difference(before).copied().collect(),
        left: before.difference(&after).copied().collect(),
    };
    change.joined.sort_unstable();
    change.left.sort_unstable();
    change
}

/// The custom fields of a product after writing and removing these.
pub(crate) fn metafields_after(
    stored: Option<&[metafield::Model]>,
    written: &[metafield::Model],
    removed: &[MetafieldId],
) -> Vec<metafield::Model> {
    let mut fields: HashMap<MetafieldId, &metafield::Model> = stored
        .unwrap_or_default()
        .iter()
        .map(|field| (field.id, field))
        .collect();
    for id in removed {
        fields.remove(id);
    }
    fields.extend(written.iter().map(|field| (field.id, field)));
    fields.into_values().cloned().collect()
}

/// Removes products from a collection.
pub(crate) async fn leave_collection(
    db: &impl ConnectionTrait,
    collection: CollectionId,
    products: &[ProductId],
) -> Result<(), DbErr> {
    store::delete_members(db, collection, products).await
}

/// Increments the version of products and publishes that they changed.
pub(crate) async fn touch_products(
    app: &App,
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<(), DbErr> {
    store::increment_versions(db, products).await?;
    let events: Vec<Event> = products
        .iter()
        .map(|&product| Event::ProductChanged { product })
        .collect();
    app.publish(db, &events).await
}

/// Removes all products from a deleted collection, one batch per transaction.
pub(crate) async fn empty_collection(app: &App, collection: CollectionId) -> Result<(), DbErr> {
    loop {
        let txn = app.databases.catalog.begin().await?;
        let members = store::members(&txn, collection, BATCH).await?;
        if members.is_empty() {
            return Ok(());
        }
        store::lock_products(&txn, &members).await?;
        leave_collection(&txn, collection, &members).await?;
        touch_products(app, &txn, &members).await?;
        txn.commit().await?;
    }
}

/// Whether a rule of the collection depends on stock.
pub(crate) fn rules_need_stock(collection: &RuleCollection) -> bool {
    let mut rules = collection.rule_set.rules.iter();
    rules.any(|rule| rule.column == RuleColumn::VariantInventory)
}

/// Evaluates the rules for these products, which the transaction has locked, updates their
/// memberships, and returns the products that joined or left a collection.
pub(crate) async fn follow_rules(
    app: &App,
    txn: &DatabaseTransaction,
    products: &[product::Model],
    rule_collections: &[RuleCollection],
    stock: &HashMap<VariantId, i64>,
) -> Result<Vec<ProductId>, DbErr> {
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let mut parts = Parts::load(txn, &ids).await?;
    let currency_digits = Directory::current(app).currency.digits();
    let mut joined = Vec::new();
    let mut left: HashMap<CollectionId, Vec<ProductId>> = HashMap::new();
    let mut changed = Vec::new();
    for product in products {
        let facts = ProductFacts {
            product,
            variants: &parts.variants.remove(&product.id).unwrap_or_default(),
            metafields: &parts.metafields.remove(&product.id).unwrap_or_default(),
            stock: Some(stock),
            currency_digits,
        };
        let before = parts.memberships.get(&product.id);
        let change = membership_change(before, None, rule_collections, &facts);
        if change == MembershipChange::default() {
            continue;
        }
        changed.push(product.id);
        let rows = change.joined.into_iter();
        joined.extend(rows.map(|collection_id| collection_product::Model {
            collection_id,
            product_id: product.id,
            position: app.next_id(),
        }));
        for collection in change.left {
            left.entry(collection).or_default().push(product.id);
        }
    }
    store::upsert_members(txn, joined).await?;
    for (collection, products) in left {
        leave_collection(txn, collection, &products).await?;
    }
    Ok(changed)
}

/// The data of many products that rules are evaluated on.
#[derive(Default)]
struct Parts {
    variants: HashMap<ProductId, Vec<variant::Model>>,
    metafields: HashMap<ProductId, Vec<metafield::Model>>,
    memberships: HashMap<ProductId, HashSet<CollectionId>>,
}

impl Parts {
    async fn load(db: &impl ConnectionTrait, ids: &[ProductId]) -> Result<Self, DbErr> {
        let mut parts = Self::default();
        for variant in store::variants_of_products(db, ids).await? {
            let variants = parts.variants.entry(variant.product_id).or_default();
            variants.push(variant);
        }
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for field in store::metafields::metafields_of_kind(db, "Product", &numbers).await? {
            let owner = ProductId(field.owner_id);
            parts.metafields.entry(owner).or_default().push(field);
        }
        for row in store::places_of_products(db, ids).await? {
            let collections = parts.memberships.entry(row.product_id).or_default();
            collections.insert(row.collection_id);
        }
        Ok(parts)
    }
}

/// The rules of a collection; `None` if it does not exist, an inner `None` if it is a manual
/// collection.
pub(crate) async fn rules_of_collection(
    app: &App,
    collection: CollectionId,
) -> Result<Option<Option<RuleSet>>, DbErr> {
    let db = app.databases.catalog.writer();
    let row = store::collection_by_id(db, collection).await?;
    Ok(row.map(|row| row.rule_set))
}

/// A batch of product ids greater than `after`, ascending.
pub(crate) async fn products_after(app: &App, after: ProductId) -> Result<Vec<ProductId>, DbErr> {
    let db = app.databases.catalog.writer();
    let ids = store::product_ids_after(db, after.0, BATCH).await?;
    Ok(ids.into_iter().map(ProductId).collect())
}

/// Adds each of these products to the collections whose rules select it, and removes it from the
/// others.
pub(crate) async fn settle_membership(
    app: &App,
    ids: &[ProductId],
    stock: &HashMap<VariantId, i64>,
) -> Result<(), DbErr> {
    let txn = app.databases.catalog.begin().await?;
    let products = store::lock_products(&txn, ids).await?;
    let rule_collections = current_collection_rules(&txn).await?;
    let changed = follow_rules(app, &txn, &products, &rule_collections, stock).await?;
    touch_products(app, &txn, &changed).await?;
    txn.commit().await
}

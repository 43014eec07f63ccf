//! Which products a collection contains, added manually or selected by rules, and how this is kept
//! up to date.

use super::products;
use crate::catalog::rules::{self, Facts, RuleCollection};
use crate::market::directory::Directory;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use souk_entities::{
    catalog::{
        collection::{self, RuleColumn, RuleSet},
        collection_product, metafield, product, shop, variant,
    },
    ids::{CollectionId, MetafieldId, ProductId, VariantId},
};
use souk_kernel::rows;
use souk_kernel::{app::App, events::Event};
use std::collections::{HashMap, HashSet};

/// Maximum number of collections with rules that are read.
const MOST_RULES: u64 = 10_000;
/// The only shop row. Its lock serialises changes of rules with saving products by them.
const SHOP: i64 = 1;
/// Number of products evaluated in one transaction when rules change.
const BATCH: u64 = 500;

/// Collections that a product joins and leaves.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) joined: Vec<CollectionId>,
    pub(crate) left: Vec<CollectionId>,
}

/// Every collection that has rules.
pub(crate) async fn rule_collections(
    db: &impl ConnectionTrait,
) -> Result<Vec<RuleCollection>, DbErr> {
    let rows: Vec<(CollectionId, RuleSet)> = collection::Entity::find()
        .select_only()
        .column(collection::Column::Id)
        .column(collection::Column::RuleSet)
        .filter(collection::Column::RuleSet.is_not_null())
        .order_by_asc(collection::Column::Id)
        .limit(MOST_RULES)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, rule_set)| RuleCollection { id, rule_set })
        .collect())
}

/// Every collection with rules, for a transaction that has locked the products it saves.
/// [`lock_rules`] waits until it ends, so that no product is saved according to outdated rules.
pub(crate) async fn current_rules(txn: &DatabaseTransaction) -> Result<Vec<RuleCollection>, DbErr> {
    shop::Entity::find_by_id(SHOP)
        .lock_shared()
        .one(txn)
        .await?;
    rule_collections(txn).await
}

/// Lets the transaction change rules, after waiting for those that save products according to them.
/// A transaction that also locks products must lock those first.
pub(crate) async fn lock_rules(txn: &DatabaseTransaction) -> Result<(), DbErr> {
    let shop = shop::Entity::find_by_id(SHOP).lock_exclusive();
    shop.one(txn).await.map(drop)
}

/// How the collections of the product in `facts` change, given the ones it is in `before`. If
/// `by_hand` is given, it replaces the manual collections.
pub(crate) fn change(
    before: Option<&HashSet<CollectionId>>,
    by_hand: Option<&[CollectionId]>,
    rule_collections: &[RuleCollection],
    facts: &Facts<'_>,
) -> Change {
    let nothing = HashSet::new();
    let before = before.unwrap_or(&nothing);
    let ruled: HashSet<CollectionId> = rule_collections.iter().map(|each| each.id).collect();
    let mut after: HashSet<CollectionId> = rule_collections
        .iter()
        .filter(|each| {
            if needs_stock(each) && facts.stock.is_none() {
                before.contains(&each.id) // evaluated again once the stock is known
            } else {
                rules::matches(&each.rule_set, facts)
            }
        })
        .map(|each| each.id)
        .collect();
    let chosen = |id: &&CollectionId| !ruled.contains(id);
    match by_hand {
        Some(by_hand) => after.extend(by_hand.iter().filter(chosen)),
        None => after.extend(before.iter().filter(chosen)),
    }
    let mut change = Change {
        joined: after.difference(before).copied().collect(),
        left: before.difference(&after).copied().collect(),
    };
    change.joined.sort_unstable();
    change.left.sort_unstable();
    change
}

/// The custom fields of a product after writing and removing these.
pub(crate) fn fields_after(
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
pub(crate) async fn leave(
    db: &impl ConnectionTrait,
    collection: CollectionId,
    products: &[ProductId],
) -> Result<(), DbErr> {
    for products in products.chunks(rows::KEYS) {
        collection_product::Entity::delete_many()
            .filter(collection_product::COLUMN.collection_id.eq(collection))
            .filter(collection_product::Column::ProductId.is_in(products.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Increments the version of products and publishes that they changed.
pub(crate) async fn touch(
    app: &App,
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<(), DbErr> {
    let version = product::Column::Version;
    for products in products.chunks(rows::KEYS) {
        product::Entity::update_many()
            .col_expr(version, Expr::col(version).add(1))
            .filter(product::Column::Id.is_in(products.iter().copied()))
            .exec(db)
            .await?;
    }
    let events: Vec<Event> = products
        .iter()
        .map(|&product| Event::ProductChanged { product })
        .collect();
    app.publish(db, &events).await
}

/// Takes every product out of a collection that is gone, a batch in a transaction.
pub(crate) async fn empty(app: &App, collection: CollectionId) -> Result<(), DbErr> {
    loop {
        let txn = app.databases.catalog.begin().await?;
        let members: Vec<ProductId> = collection_product::Entity::find()
            .select_only()
            .column(collection_product::Column::ProductId)
            .filter(collection_product::COLUMN.collection_id.eq(collection))
            .order_by_asc(collection_product::Column::ProductId)
            .limit(BATCH)
            .into_tuple()
            .all(&txn)
            .await?;
        if members.is_empty() {
            return Ok(());
        }
        products::lock(&txn, &members).await?;
        leave(&txn, collection, &members).await?;
        touch(app, &txn, &members).await?;
        txn.commit().await?;
    }
}

/// Whether a rule of the collection asks for stock.
pub(crate) fn needs_stock(collection: &RuleCollection) -> bool {
    let mut rules = collection.rule_set.rules.iter();
    rules.any(|rule| rule.column == RuleColumn::VariantInventory)
}

/// Brings the memberships of these products, which the transaction has locked, to what the rules
/// say, and returns the products that joined or left a collection.
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
        let facts = Facts {
            product,
            variants: &parts.variants.remove(&product.id).unwrap_or_default(),
            metafields: &parts.metafields.remove(&product.id).unwrap_or_default(),
            stock: Some(stock),
            currency_digits,
        };
        let before = parts.memberships.get(&product.id);
        let change = change(before, None, rule_collections, &facts);
        if change == Change::default() {
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
    rows::upsert::<collection_product::Entity>(txn, joined).await?;
    for (collection, products) in left {
        leave(txn, collection, &products).await?;
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
        let column = variant::Column::ProductId;
        for variant in rows::find::<variant::Entity, _>(db, column, ids).await? {
            let variants = parts.variants.entry(variant.product_id).or_default();
            variants.push(variant);
        }
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for numbers in numbers.chunks(rows::KEYS) {
            let fields = metafield::Entity::find()
                .filter(metafield::COLUMN.owner_type.eq("Product"))
                .filter(metafield::Column::OwnerId.is_in(numbers.iter().copied()))
                .all(db)
                .await?;
            for field in fields {
                let owner = ProductId(field.owner_id);
                parts.metafields.entry(owner).or_default().push(field);
            }
        }
        let column = collection_product::Column::ProductId;
        for row in rows::find::<collection_product::Entity, _>(db, column, ids).await? {
            let collections = parts.memberships.entry(row.product_id).or_default();
            collections.insert(row.collection_id);
        }
        Ok(parts)
    }
}

/// The rules of a collection; `None` where it does not exist, an inner `None` where its products
/// are chosen by hand.
pub(crate) async fn rules_of(
    app: &App,
    collection: CollectionId,
) -> Result<Option<Option<RuleSet>>, DbErr> {
    let query = collection::Entity::find_by_id(collection);
    let row = query.one(app.databases.catalog.writer()).await?;
    Ok(row.map(|row| row.rule_set))
}

/// A batch of product ids behind `after`, ascending.
pub(crate) async fn products_after(app: &App, after: ProductId) -> Result<Vec<ProductId>, DbErr> {
    product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .filter(product::COLUMN.id.gt(after))
        .order_by_asc(product::Column::Id)
        .limit(BATCH)
        .into_tuple()
        .all(app.databases.catalog.writer())
        .await
}

/// Puts each of these products into the collections whose rules choose it, and out of the others.
pub(crate) async fn settle(
    app: &App,
    ids: &[ProductId],
    stock: &HashMap<VariantId, i64>,
) -> Result<(), DbErr> {
    let txn = app.databases.catalog.begin().await?;
    let products = products::lock(&txn, ids).await?;
    let rule_collections = current_rules(&txn).await?;
    let changed = follow_rules(app, &txn, &products, &rule_collections, stock).await?;
    touch(app, &txn, &changed).await?;
    txn.commit().await
}

//! Batched reads of the catalogue within one request.

use super::{store, texts::Translations};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use souk_entities::{
    catalog::{collection, price_history, price_list_price, product, selling_plan_group, variant},
    ids::{CollectionId, PriceListId, ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    batches::{BatchSpawner, OnceLoader},
    codes::LanguageCode,
    database::Database,
};
use std::{collections::HashMap, hash::Hash, sync::Arc};

/// The loaders of the catalogue.
pub struct CatalogLoaders {
    /// Products by id, published or not.
    pub products: OnceLoader<ProductId, ProductById>,
    /// Variants by id.
    pub variants: OnceLoader<VariantId, VariantById>,
    /// All variants of a product, in order.
    pub variants_of: OnceLoader<ProductId, VariantsByProduct>,
    /// Fixed prices that a price list has for variants of a product.
    pub fixed_prices: OnceLoader<(ProductId, PriceListId), FixedPricesByProduct>,
    /// Former prices of a variant: the shop's own and those in a price list.
    pub former_prices: OnceLoader<(VariantId, Option<PriceListId>), FormerPricesByVariant>,
    /// Translated texts by root resource and language.
    pub texts: OnceLoader<(i64, LanguageCode), TextsByRoot>,
    /// Collections by id, published or not.
    pub collections: OnceLoader<CollectionId, CollectionById>,
    /// Selling plan groups that are offered for a product, oldest first.
    pub selling_plans_of: OnceLoader<ProductId, SellingPlansByProduct>,
    /// Bundles that a variant is a component of.
    pub bundles_of: OnceLoader<VariantId, BundlesByVariant>,
    /// Ids of the collections that contain a product, ascending.
    pub collections_of: OnceLoader<ProductId, CollectionsByProduct>,
}

impl CatalogLoaders {
    /// Creates the loaders of one request.
    pub fn new(app: &App, spawner: &BatchSpawner) -> Self {
        let catalog = || app.databases.catalog.clone();
        Self {
            products: spawner.once(ProductById(catalog())),
            variants: spawner.once(VariantById(catalog())),
            variants_of: spawner.once(VariantsByProduct(catalog())),
            fixed_prices: spawner.once(FixedPricesByProduct(catalog())),
            former_prices: spawner.once(FormerPricesByVariant(catalog())),
            texts: spawner.once(TextsByRoot(catalog())),
            collections: spawner.once(CollectionById(catalog())),
            selling_plans_of: spawner.once(SellingPlansByProduct(catalog())),
            bundles_of: spawner.once(BundlesByVariant(catalog())),
            collections_of: spawner.once(CollectionsByProduct(catalog())),
        }
    }
}

/// Maps rows by their keys, behind shared pointers.
fn keyed<K: Eq + Hash, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Arc<V>> {
    rows.into_iter()
        .map(|row| (key(&row), Arc::new(row)))
        .collect()
}

/// Groups pairs by their first element, in the order given. Each of `keys` gets a group, even if it
/// is empty.
fn grouped<K: Copy + Eq + Hash, V>(
    keys: &[K],
    pairs: impl Iterator<Item = (K, V)>,
) -> HashMap<K, Arc<Vec<V>>> {
    let mut groups: HashMap<K, Vec<V>> = keys.iter().map(|&key| (key, Vec::new())).collect();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
        .into_iter()
        .map(|(key, values)| (key, Arc::new(values)))
        .collect()
}

/// Loads products by id. All lookups on one level of a request become one query.
pub struct ProductById(Database);

impl Loader<ProductId> for ProductById {
    type Value = Arc<product::Model>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let products = store::products_by_ids(self.0.reader(), ids).await?;
        Ok(keyed(products, |product| product.id))
    }
}

/// Loads variants by id.
pub struct VariantById(Database);

impl Loader<VariantId> for VariantById {
    type Value = Arc<variant::Model>;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Self::Value>, DbErr> {
        let variants = store::variants_by_ids(self.0.reader(), ids).await?;
        Ok(keyed(variants, |variant| variant.id))
    }
}

/// Loads the variants of products.
pub struct VariantsByProduct(Database);

impl Loader<ProductId> for VariantsByProduct {
    type Value = Arc<Vec<Arc<variant::Model>>>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let variants = store::variants_of_products(self.0.reader(), ids).await?;
        let pairs = variants.into_iter();
        Ok(grouped(
            ids,
            pairs.map(|row| (row.product_id, Arc::new(row))),
        ))
    }
}

/// Loads fixed prices by product and price list. A request has one price list.
pub struct FixedPricesByProduct(Database);

impl Loader<(ProductId, PriceListId)> for FixedPricesByProduct {
    type Value = Arc<HashMap<VariantId, price_list_price::Model>>;
    type Error = DbErr;

    async fn load(
        &self,
        keys: &[(ProductId, PriceListId)],
    ) -> Result<HashMap<(ProductId, PriceListId), Self::Value>, DbErr> {
        let mut prices: HashMap<_, HashMap<_, _>> = empty(keys);
        for (list, products) in by_second(keys) {
            let found = store::fixed_prices_of_products(self.0.reader(), list, &products).await?;
            for row in found {
                let of_product = prices.entry((row.product_id, list)).or_default();
                of_product.insert(row.variant_id, row);
            }
        }
        let shared = prices.into_iter();
        Ok(shared.map(|(key, rows)| (key, Arc::new(rows))).collect())
    }
}

/// Loads former prices by variant and price list. A request has one price list.
pub struct FormerPricesByVariant(Database);

impl Loader<(VariantId, Option<PriceListId>)> for FormerPricesByVariant {
    type Value = Arc<Vec<price_history::Model>>;
    type Error = DbErr;

    async fn load(
        &self,
        keys: &[(VariantId, Option<PriceListId>)],
    ) -> Result<HashMap<(VariantId, Option<PriceListId>), Self::Value>, DbErr> {
        let mut former: HashMap<_, Vec<_>> = empty(keys);
        for (list, variants) in by_second(keys) {
            for row in store::former_prices(self.0.reader(), list, &variants).await? {
                former.entry((row.variant_id, list)).or_default().push(row);
            }
        }
        let shared = former.into_iter();
        Ok(shared.map(|(key, rows)| (key, Arc::new(rows))).collect())
    }
}

/// Loads translated texts by root resource and language. A request has one language.
pub struct TextsByRoot(Database);

impl Loader<(i64, LanguageCode)> for TextsByRoot {
    type Value = Arc<Translations>;
    type Error = DbErr;

    async fn load(
        &self,
        keys: &[(i64, LanguageCode)],
    ) -> Result<HashMap<(i64, LanguageCode), Self::Value>, DbErr> {
        let mut texts: HashMap<_, Translations> = empty(keys);
        for (language, roots) in by_second(keys) {
            let locale = language.locale();
            let found = store::translations_by_roots(self.0.reader(), &locale, &roots).await?;
            for row in found {
                texts.entry((row.root_id, language)).or_default().add(row);
            }
        }
        let shared = texts.into_iter();
        Ok(shared.map(|(key, texts)| (key, Arc::new(texts))).collect())
    }
}

/// An empty value for each key.
fn empty<K: Copy + Eq + Hash, V: Default>(keys: &[K]) -> HashMap<K, V> {
    keys.iter().map(|&key| (key, V::default())).collect()
}

/// Maps the second elements of pairs to their first elements.
fn by_second<A: Copy, B: Copy + Eq + Hash>(pairs: &[(A, B)]) -> HashMap<B, Vec<A>> {
    let mut groups: HashMap<B, Vec<A>> = HashMap::new();
    for &(first, second) in pairs {
        groups.entry(second).or_default().push(first);
    }
    groups
}

/// Loads collections by id.
pub struct CollectionById(Database);

impl Loader<CollectionId> for CollectionById {
    type Value = Arc<collection::Model>;
    type Error = DbErr;

    async fn load(
        &self,
        ids: &[CollectionId],
    ) -> Result<HashMap<CollectionId, Self::Value>, DbErr> {
        let collections = store::collections_by_ids(self.0.reader(), ids).await?;
        Ok(keyed(collections, |collection| collection.id))
    }
}

/// Loads the collections that contain products.
pub struct CollectionsByProduct(Database);

impl Loader<ProductId> for CollectionsByProduct {
    type Value = Arc<Vec<CollectionId>>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let memberships = store::memberships_of_products(self.0.reader(), ids).await?;
        Ok(grouped(ids, memberships.into_iter()))
    }
}

/// Loads the selling plan groups of products.
pub struct SellingPlansByProduct(Database);

impl Loader<ProductId> for SellingPlansByProduct {
    type Value = Arc<Vec<Arc<selling_plan_group::Model>>>;
    type Error = DbErr;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Self::Value>, DbErr> {
        let groups = store::selling_plan_groups_of_products(self.0.reader(), ids).await?;
        Ok(grouped(ids, groups.into_iter()))
    }
}

/// Loads the bundles that variants are components of.
pub struct BundlesByVariant(Database);

impl Loader<VariantId> for BundlesByVariant {
    type Value = Arc<Vec<VariantId>>;
    type Error = DbErr;

    async fn load(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, Self::Value>, DbErr> {
        let bundles = store::bundles_of_variants(self.0.reader(), ids).await?;
        Ok(grouped(ids, bundles.into_iter()))
    }
}

//! The stored products that drafts are for.

use super::{draft::ProductIdentity, fields::ProductDraft};
use crate::{catalog::store, handles};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    catalog::{metafield, price_list_price, product, variant},
    ids::{CollectionId, ProductId, VariantId},
};
use souk_kernel::validators as checks;
use std::collections::{HashMap, HashSet};

/// A stored product with everything that belongs to it.
#[derive(Debug)]
pub(crate) struct StoredProduct {
    pub(crate) product: product::Model,
    /// In order.
    pub(crate) variants: Vec<variant::Model>,
    /// Of the product and of its variants.
    pub(crate) metafields: Vec<metafield::Model>,
    pub(crate) memberships: HashSet<CollectionId>,
    pub(crate) fixed_prices: Vec<price_list_price::Model>,
}

/// The stored products of a batch.
#[derive(Debug, Default)]
pub(crate) struct ExistingProducts {
    pub(crate) by_id: HashMap<ProductId, StoredProduct>,
    pub(crate) by_handle: HashMap<String, ProductId>,
}

impl ExistingProducts {
    /// Reads and locks what `drafts` are of, and whoever has a handle they want.
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        drafts: &[ProductDraft],
    ) -> Result<Self, DbErr> {
        let handles: Vec<String> = drafts.iter().flat_map(wanted_handles).collect();
        let mut ids: Vec<ProductId> = drafts
            .iter()
            .filter_map(|draft| match draft.identity {
                ProductIdentity::Id(id) => Some(id),
                ProductIdentity::New | ProductIdentity::Handle(_) => None,
            })
            .collect();
        let found = store::products_by_handles(db, &handles).await?;
        ids.extend(found.into_iter().map(|product| product.id));
        Self::of(db, &ids).await
    }

    /// Reads and locks these products.
    pub(crate) async fn of(db: &impl ConnectionTrait, ids: &[ProductId]) -> Result<Self, DbErr> {
        let mut existing = Self::default();
        for product in store::lock_products(db, ids).await? {
            existing
                .by_handle
                .insert(product.handle.clone(), product.id);
            existing
                .by_id
                .insert(product.id, StoredProduct::new(product));
        }
        existing.load_parts(db).await?;
        Ok(existing)
    }

    async fn load_parts(&mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let mut ids: Vec<ProductId> = self.by_id.keys().copied().collect();
        ids.sort_unstable();
        let mut product_of = HashMap::new();
        for variant in store::variants_of_products(db, &ids).await? {
            product_of.insert(variant.id, variant.product_id);
            if let Some(stored) = self.by_id.get_mut(&variant.product_id) {
                stored.variants.push(variant);
            }
        }
        for row in store::places_of_products(db, &ids).await? {
            if let Some(stored) = self.by_id.get_mut(&row.product_id) {
                stored.memberships.insert(row.collection_id);
            }
        }
        for row in store::all_fixed_prices_of_products(db, &ids).await? {
            if let Some(stored) = self.by_id.get_mut(&row.product_id) {
                stored.fixed_prices.push(row);
            }
        }
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for row in store::metafields::metafields_of_kind(db, "Product", &numbers).await? {
            if let Some(stored) = self.by_id.get_mut(&ProductId(row.owner_id)) {
                stored.metafields.push(row);
            }
        }
        let numbers: Vec<i64> = product_of.keys().map(|id: &VariantId| id.0).collect();
        for row in store::metafields::metafields_of_kind(db, "ProductVariant", &numbers).await? {
            let product = product_of.get(&row.owner_id.into());
            if let Some(stored) = product.and_then(|id| self.by_id.get_mut(id)) {
                stored.metafields.push(row);
            }
        }
        for stored in self.by_id.values_mut() {
            stored
                .variants
                .sort_by_key(|variant| (variant.position, variant.id));
        }
        Ok(())
    }
}

impl StoredProduct {
    fn new(product: product::Model) -> Self {
        Self {
            product,
            variants: Vec::new(),
            metafields: Vec::new(),
            memberships: HashSet::new(),
            fixed_prices: Vec::new(),
        }
    }
}

/// Handles that a draft may end up with.
fn wanted_handles(draft: &ProductDraft) -> Vec<String> {
    let mut handles: Vec<String> = draft.handle.iter().cloned().collect();
    match &draft.identity {
        ProductIdentity::Handle(handle) => handles.push(handle.clone()),
        ProductIdentity::New if draft.handle.is_none() => {
            let title = draft.title.as_deref().unwrap_or_default();
            handles.extend(numbered_handles(title));
        }
        ProductIdentity::New | ProductIdentity::Id(_) => {}
    }
    handles
}

/// The handle made of a title.
pub(crate) fn handle_of(title: &str) -> String {
    handles::of_title(title, "product")
}

/// The handle made of a title, then numbered ones.
pub(crate) fn numbered_handles(title: &str) -> impl Iterator<Item = String> {
    checks::numbered(handle_of(title))
}

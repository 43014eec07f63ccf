//! The stored products that drafts are for.

use super::draft::{Identity, ProductDraft};
use crate::handles;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use souk_entities::{
    catalog::{collection_product, metafield, price_list_price, product, variant},
    ids::{CollectionId, ProductId},
};
use souk_kernel::{rows, validators as checks};
use std::collections::{HashMap, HashSet};

/// Locks and returns these products in id order, so that callers that lock several wait for each
/// other instead of deadlocking. Products that do not exist are left out.
pub async fn lock(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<product::Model>, DbErr> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut products = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows::KEYS) {
        let locked = product::Entity::find()
            .filter(product::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(product::Column::Id)
            .lock_exclusive()
            .all(db)
            .await?;
        products.extend(locked);
    }
    Ok(products)
}

/// A stored product with everything that belongs to it.
#[derive(Debug)]
pub(crate) struct Stored {
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
pub(crate) struct Existing {
    pub(crate) by_id: HashMap<ProductId, Stored>,
    pub(crate) by_handle: HashMap<String, ProductId>,
}

impl Existing {
    /// Reads and locks what `drafts` are of, and whoever has a handle they want.
    pub(crate) async fn load(
        db: &impl ConnectionTrait,
        drafts: &[ProductDraft],
    ) -> Result<Self, DbErr> {
        let handles: Vec<String> = drafts.iter().flat_map(wanted_handles).collect();
        let mut ids: Vec<ProductId> = drafts
            .iter()
            .filter_map(|draft| match draft.identity {
                Identity::Id(id) => Some(id),
                Identity::New | Identity::Handle(_) => None,
            })
            .collect();
        let found = rows::find::<product::Entity, _>(db, product::Column::Handle, &handles).await?;
        ids.extend(found.into_iter().map(|product| product.id));
        Self::of(db, &ids).await
    }

    /// Reads and locks these products.
    pub(crate) async fn of(db: &impl ConnectionTrait, ids: &[ProductId]) -> Result<Self, DbErr> {
        let mut existing = Self::default();
        for product in lock(db, ids).await? {
            existing
                .by_handle
                .insert(product.handle.clone(), product.id);
            existing.by_id.insert(product.id, Stored::new(product));
        }
        existing.load_parts(db).await?;
        Ok(existing)
    }

    async fn load_parts(&mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let mut ids: Vec<ProductId> = self.by_id.keys().copied().collect();
        ids.sort_unstable();
        let variants =
            rows::find::<variant::Entity, _>(db, variant::Column::ProductId, &ids).await?;
        let mut product_of = HashMap::new();
        for variant in variants {
            product_of.insert(variant.id, variant.product_id);
            if let Some(stored) = self.by_id.get_mut(&variant.product_id) {
                stored.variants.push(variant);
            }
        }
        let members = collection_product::Column::ProductId;
        for row in rows::find::<collection_product::Entity, _>(db, members, &ids).await? {
            if let Some(stored) = self.by_id.get_mut(&row.product_id) {
                stored.memberships.insert(row.collection_id);
            }
        }
        let prices = price_list_price::Column::ProductId;
        for row in rows::find::<price_list_price::Entity, _>(db, prices, &ids).await? {
            if let Some(stored) = self.by_id.get_mut(&row.product_id) {
                stored.fixed_prices.push(row);
            }
        }
        for row in metafields(db, "Product", ids.iter().map(|id| id.0)).await? {
            if let Some(stored) = self.by_id.get_mut(&ProductId(row.owner_id)) {
                stored.metafields.push(row);
            }
        }
        let variant_ids = product_of.keys().map(|id| id.0);
        for row in metafields(db, "ProductVariant", variant_ids).await? {
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

impl Stored {
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

async fn metafields(
    db: &impl ConnectionTrait,
    owner_type: &str,
    owners: impl Iterator<Item = i64>,
) -> Result<Vec<metafield::Model>, DbErr> {
    let owners: Vec<i64> = owners.collect();
    let mut rows = Vec::new();
    for owners in owners.chunks(rows::KEYS) {
        let found = metafield::Entity::find()
            .filter(metafield::COLUMN.owner_type.eq(owner_type))
            .filter(metafield::Column::OwnerId.is_in(owners.iter().copied()))
            .all(db)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Handles that a draft may end up with.
fn wanted_handles(draft: &ProductDraft) -> Vec<String> {
    let mut handles: Vec<String> = draft.handle.iter().cloned().collect();
    match &draft.identity {
        Identity::Handle(handle) => handles.push(handle.clone()),
        Identity::New if draft.handle.is_none() => {
            let title = draft.title.as_deref().unwrap_or_default();
            handles.extend(numbered_handles(title));
        }
        Identity::New | Identity::Id(_) => {}
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

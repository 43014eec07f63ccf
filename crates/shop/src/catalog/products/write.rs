//! Writes the rows of products, and deletes products with everything that belongs to them.

use crate::catalog::{
    former_prices, membership,
    store::{self, metafields, product_rows},
};
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    catalog::{collection_product, metafield, product, variant, variant_component},
    ids::{CollectionId, MetafieldId, ProductId, VariantId},
};
use std::collections::{HashMap, HashSet};

/// Rows of products that are written in one transaction.
#[derive(Default)]
pub(crate) struct ProductRows {
    pub(crate) products: Vec<product::Model>,
    pub(crate) variants: Vec<variant::Model>,
    pub(crate) removed_variants: Vec<VariantId>,
    pub(crate) metafields: Vec<metafield::Model>,
    /// Ids of those among the products, variants and custom fields that are new.
    pub(crate) new: HashSet<i64>,
    pub(crate) removed_metafields: Vec<MetafieldId>,
    pub(crate) joined: Vec<collection_product::Model>,
    pub(crate) left: HashMap<CollectionId, Vec<ProductId>>,
    /// Variants whose bundle components may have changed.
    pub(crate) regrouped: Vec<VariantId>,
    /// Former prices of variants whose price changes.
    pub(crate) repriced: Vec<(VariantId, i64)>,
}

impl ProductRows {
    /// Writes the rows.
    pub(crate) async fn write(
        self,
        txn: &DatabaseTransaction,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let new = |id: i64| self.new.contains(&id);
        store::save_products(txn, self.products, |row| new(row.id.0)).await?;
        former_prices::note_own_prices(txn, &self.repriced, now).await?;
        // Removed first: a new variant may use the unique values of an old one.
        forget_variants(txn, &self.removed_variants).await?;
        product_rows::delete_components(txn, &self.regrouped).await?;
        product_rows::upsert_components(txn, parts_of_bundles(&self.variants)).await?;
        store::save_variants(txn, self.variants, |row| new(row.id.0)).await?;
        product_rows::delete_metafields(txn, &self.removed_metafields).await?;
        metafields::save(txn, self.metafields, |row| new(row.id.0)).await?;
        store::upsert_members(txn, self.joined).await?;
        for (collection, products) in self.left {
            membership::leave_collection(txn, collection, &products).await?;
        }
        Ok(())
    }
}

/// Pairs of bundle and component, without duplicates.
fn parts_of_bundles(variants: &[variant::Model]) -> Vec<variant_component::Model> {
    let pairs: HashSet<(VariantId, VariantId)> = variants
        .iter()
        .flat_map(|bundle| {
            let parts = bundle.components.0.iter();
            parts.map(|part| (part.variant, bundle.id))
        })
        .collect();
    let row = |(component_id, bundle_id)| variant_component::Model {
        component_id,
        bundle_id,
    };
    pairs.into_iter().map(row).collect()
}

/// Deletes variants and the catalogue rows that depend on them, except custom fields.
async fn forget_variants(txn: &DatabaseTransaction, variants: &[VariantId]) -> Result<(), DbErr> {
    product_rows::delete_variants(txn, variants).await?;
    product_rows::delete_components(txn, variants).await?;
    product_rows::delete_fixed_prices_of_variants(txn, variants).await?;
    former_prices::forget_former_prices(txn, variants).await?;
    product_rows::delete_translations_of_variants(txn, variants).await
}

/// Deletes a product with its variants, custom fields and translations. Returns its row and its
/// variants; `None` if it does not exist.
pub(crate) async fn delete_product_rows(
    txn: &DatabaseTransaction,
    id: ProductId,
) -> Result<Option<(product::Model, Vec<VariantId>)>, DbErr> {
    let Some(row) = store::lock_product(txn, id).await? else {
        return Ok(None);
    };
    let variants = product_rows::variant_ids(txn, id).await?;
    forget_variants(txn, &variants).await?;
    metafields::delete_of_owner(txn, "Product", id.0).await?;
    product_rows::delete_metafields_of_variants(txn, &variants).await?;
    store::delete_translations(txn, id.0).await?;
    product_rows::delete_memberships(txn, id).await?;
    product_rows::delete_from_selling_plans(txn, id).await?;
    product_rows::delete_product(txn, id).await?;
    Ok(Some((row, variants)))
}

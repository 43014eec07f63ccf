//! Bundles: variants that consist of other variants.

use super::{CatalogContext, variant_connection::ProductVariantConnection};
use crate::{connection, context::RequestContext, schema::ProductVariant};
use async_graphql::{Context, SimpleObject};
use souk_entities::{catalog::variant, ids::VariantId};
use souk_kernel::{error::ApiError, pagination::RequestedPage};
use souk_shop::catalog::{
    lists::{self, ListPosition},
    visibility,
};
use std::{collections::HashMap, sync::Arc};

/// A component of a bundle.
#[derive(Clone, SimpleObject)]
pub struct ProductVariantComponent {
    /// The component's variant.
    product_variant: ProductVariant,
    /// How many units one bundle contains.
    quantity: i32,
}

connection!(
    ProductVariantComponentConnection,
    ProductVariantComponentEdge,
    ProductVariantComponent,
    "components of a bundle"
);

/// Filters the variants to those that the caller may see.
async fn visible(
    ctx: &Context<'_>,
    ids: impl IntoIterator<Item = VariantId>,
) -> Result<HashMap<VariantId, ProductVariant>, ApiError> {
    let rows = ctx.catalog().variants.load_many(ids).await?;
    let products = rows.values().map(|row| row.product_id);
    let products = ctx.catalog().products.load_many(products).await?;
    let (audience, viewer) = (ctx.audience(), ctx.viewer());
    let seen = rows.into_iter().filter_map(|(id, row)| {
        let product = products.get(&row.product_id)?;
        visibility::sees_product(audience, viewer, product)
            .then(|| (id, ProductVariant::new(row, Arc::clone(product))))
    });
    Ok(seen.collect())
}

/// A page of the components of a bundle.
pub(super) async fn components(
    ctx: &Context<'_>,
    variant: &variant::Model,
    page: &RequestedPage<ListPosition>,
) -> Result<ProductVariantComponentConnection, ApiError> {
    let parts = &variant.components.0;
    let mut variants = visible(ctx, parts.iter().map(|part| part.variant)).await?;
    let components: Vec<ProductVariantComponent> = parts
        .iter()
        .filter_map(|part| {
            Some(ProductVariantComponent {
                product_variant: variants.remove(&part.variant)?,
                quantity: part.quantity,
            })
        })
        .collect();
    let id = |component: &ProductVariantComponent| component.product_variant.row.id.0;
    let slice = lists::page_of_list(components, page, id);
    Ok(ProductVariantComponentConnection::new(slice))
}

/// A page of the bundles that a variant is a component of, oldest first.
pub(super) async fn grouped_by(
    ctx: &Context<'_>,
    variant: &variant::Model,
    page: &RequestedPage<ListPosition>,
) -> Result<ProductVariantConnection, ApiError> {
    let bundles = ctx.catalog().bundles_of.load_one(variant.id).await?;
    let bundles = bundles.unwrap_or_default();
    let variants = visible(ctx, bundles.iter().copied()).await?;
    let mut variants: Vec<ProductVariant> = variants.into_values().collect();
    variants.sort_by_key(|variant| variant.row.id);
    let slice = lists::page_of_list(variants, page, |variant| variant.row.id.0);
    Ok(ProductVariantConnection::new(slice))
}

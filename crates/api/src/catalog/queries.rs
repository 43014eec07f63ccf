//! Queries for products and collections.

use super::{
    CatalogContext,
    collection::{self, CollectionConnection, CollectionSortKeys},
    collection_list as collections,
};
use crate::{
    connections::list_cost,
    context::RequestContext,
    schema::{Collection, Product},
};
use async_graphql::{Context, ID, Object};
use souk_entities::ids::{CollectionId, ProductId};
use souk_kernel::{error::ApiError, ids::Gid, pagination::RequestedPage};
use souk_shop::{
    catalog::{store, visibility},
    query_syntax,
};
use std::sync::Arc;

/// Queries for the catalogue.
#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// Returns a collection by handle or id, or null if there is none that the caller may see.
    async fn collection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the collection.")] handle: Option<String>,
        #[graphql(desc = "Id of the collection.")] id: Option<ID>,
    ) -> Option<Result<Collection, ApiError>> {
        collection(ctx, handle, id).await.transpose()
    }

    /// Returns a collection by handle, or null if there is none that the caller may see.
    #[graphql(deprecation = "Use `collection`.")]
    async fn collection_by_handle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the collection.")] handle: String,
    ) -> Option<Result<Collection, ApiError>> {
        collection(ctx, Some(handle), None).await.transpose()
    }

    /// Collections that the caller may see.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn collections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Only collections that match this search, such as `title:sale`. Fields: `collection_type` (`custom` or `smart`), \
                `handle`, `id`, `title`, `updated_at`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the collections.",
            default_with = "Some(CollectionSortKeys::Id)"
        )]
        sort_key: Option<CollectionSortKeys>,
    ) -> Result<CollectionConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let order = sort_key.unwrap_or(CollectionSortKeys::Id).into();
        let now = ctx.audience().now;
        let query =
            query_syntax::parse(&query.unwrap_or_default(), query_syntax::COLLECTIONS, now)?;
        let filter = store::collection_filter(&query);
        let reverse = reverse.unwrap_or(false);
        let slice = collections::list(ctx, order, reverse, filter, page).await?;
        Ok(collection::connection(slice))
    }

    /// Returns a product by handle or id, or null if there is none that the caller may see.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the product.")] handle: Option<String>,
        #[graphql(desc = "Id of the product.")] id: Option<ID>,
    ) -> Option<Result<Product, ApiError>> {
        product(ctx, handle, id).await.transpose()
    }

    /// Returns a product by handle, or null if there is none that the caller may see.
    #[graphql(deprecation = "Use `product`.")]
    async fn product_by_handle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the product.")] handle: String,
    ) -> Option<Result<Product, ApiError>> {
        product(ctx, Some(handle), None).await.transpose()
    }
}

async fn product(
    ctx: &Context<'_>,
    handle: Option<String>,
    id: Option<ID>,
) -> Result<Option<Product>, ApiError> {
    let row = match (handle, id) {
        (_, Some(id)) => {
            let id = ProductId::parse(&id)?;
            ctx.catalog().products.load_one(id).await?
        }
        (Some(handle), None) => {
            let db = ctx.app().databases.catalog.reader();
            let row = store::product_by_handle(db, &handle).await?.map(Arc::new);
            if let Some(row) = &row {
                ctx.catalog().products.keep(&row.id, Arc::clone(row));
            }
            row
        }
        (None, None) => return Err(ApiError::BadInput("give a handle or an id".to_owned())),
    };
    let visible = row.filter(|row| visibility::sees_product(ctx.audience(), ctx.viewer(), row));
    Ok(visible.map(Product::new))
}

async fn collection(
    ctx: &Context<'_>,
    handle: Option<String>,
    id: Option<ID>,
) -> Result<Option<Collection>, ApiError> {
    let row = match (handle, id) {
        (_, Some(id)) => {
            let id = CollectionId::parse(&id)?;
            ctx.catalog().collections.load_one(id).await?
        }
        (Some(handle), None) => {
            let db = ctx.app().databases.catalog.reader();
            store::collection_by_handle(db, &handle)
                .await?
                .map(Arc::new)
        }
        (None, None) => return Err(ApiError::BadInput("give a handle or an id".to_owned())),
    };
    let visible = row.filter(|row| visibility::sees_collection(ctx.audience(), ctx.viewer(), row));
    Ok(visible.map(Collection::new))
}

//! Types and resolvers of the catalog.

use super::{loaders::CatalogContext, store};
use crate::{context::RequestContext, error::ApiError, ids::Gid, scalars::Html};
use async_graphql::{Context, ID, Object};
use souk_entities::{
    catalog::product::{self, ProductStatus},
    ids::ProductId,
};
use std::sync::Arc;

/// Something sold, with its variants.
#[derive(Clone)]
pub struct Product {
    /// The row, already known to be visible to the caller.
    pub row: Arc<product::Model>,
}

#[Object]
impl Product {
    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Name in addresses, unique in the shop.
    async fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Name shown to buyers.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Description with markup.
    async fn description_html(&self) -> Html {
        Html(self.row.description_html.clone())
    }
}

/// Product lookups.
#[derive(Default)]
pub struct ProductQuery;

#[Object]
impl ProductQuery {
    /// One product by handle or id; null when there is none that the caller may see.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the product.")] handle: Option<String>,
        #[graphql(desc = "Id of the product.")] id: Option<ID>,
    ) -> Option<Result<Product, ApiError>> {
        product(ctx, handle, id).await.transpose()
    }
}

async fn product(
    ctx: &Context<'_>,
    handle: Option<String>,
    id: Option<ID>,
) -> Result<Option<Product>, ApiError> {
    let row = match (handle, id) {
        (_, Some(id)) => {
            ctx.catalog()
                .products
                .load_one(ProductId::parse(&id)?)
                .await?
        }
        (Some(handle), None) => {
            let db = ctx.app().databases.catalog.reader();
            store::product_by_handle(db, &handle).await?.map(Arc::new)
        }
        (None, None) => return Err(ApiError::BadInput("give a handle or an id".to_owned())),
    };
    let now = ctx.audience().now;
    let visible = row.filter(|row| {
        row.status == ProductStatus::Active && row.published_at.is_some_and(|at| at <= now)
    });
    Ok(visible.map(|row| Product { row }))
}

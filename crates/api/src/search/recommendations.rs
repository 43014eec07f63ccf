//! Product recommendations.

use super::listing::{listing, products};
use crate::{catalog::CatalogContext, context::RequestContext, schema::Product};
use async_graphql::{Context, Enum, ID};
use souk_entities::{catalog::product, ids::ProductId};
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::{
    catalog,
    query_syntax::{Query, Test, Text},
    search::{
        SearchIndex,
        engine::{DocumentKind, SearchOrder, SearchRequest, SearchSortKey, UnavailableProducts},
    },
};
use std::sync::Arc;

/// Maximum number of recommended products.
const MOST: usize = 10;
/// Custom field with the complementary products that a merchant chose, as a JSON list of global
/// ids.
const COMPLEMENTARY: (&str, &str) = ("discovery", "complementary_products");

/// Purposes of product recommendations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProductRecommendationIntent {
    /// Complementary products: those that the merchant chose in the custom field
    /// `discovery.complementary_products`.
    Complementary,
    /// Alternatives: products that share the type, tags or vendor.
    Related,
}

/// Recommendations for a product; `None` if the product does not exist.
pub(super) async fn recommendations_of_product(
    ctx: &Context<'_>,
    handle: Option<String>,
    id: Option<ID>,
    intent: ProductRecommendationIntent,
) -> Result<Option<Vec<Product>>, ApiError> {
    let row = match (id, handle) {
        (Some(id), _) => {
            let id = ProductId::parse(&id)?;
            ctx.catalog().products.load_one(id).await?
        }
        (None, Some(handle)) => {
            let db = ctx.app().databases.catalog.reader();
            catalog::product_by_handle(db, &handle).await?.map(Arc::new)
        }
        (None, None) => return Err(ApiError::BadInput("give a handle or an id".to_owned())),
    };
    let seen = |row: &Arc<product::Model>| catalog::sees_product(ctx.audience(), ctx.viewer(), row);
    let Some(row) = row.filter(seen) else {
        return Ok(None);
    };
    Ok(Some(match intent {
        ProductRecommendationIntent::Complementary => complementary(ctx, &row).await?,
        ProductRecommendationIntent::Related => related(ctx, &row).await?,
    }))
}

/// Rare shared properties count more than frequent ones.
async fn related(ctx: &Context<'_>, row: &product::Model) -> Result<Vec<Product>, ApiError> {
    let field = |field: &str, text: &str| Query::Field {
        field: field.to_owned(),
        test: Test::Is(Text {
            text: text.to_owned(),
            phrase: true,
            prefix: false,
        }),
    };
    let mut common: Vec<Query> = row.tags.0.iter().map(|tag| field("tag", tag)).collect();
    for (name, text) in [("product_type", &row.product_type), ("vendor", &row.vendor)] {
        if !text.is_empty() {
            common.push(field(name, text));
        }
    }
    if common.is_empty() {
        return Ok(Vec::new());
    }
    let listing = SearchRequest {
        query: Some(Query::Any(common)),
        unavailable: UnavailableProducts::Last,
        order: SearchOrder {
            key: SearchSortKey::Relevance,
            reverse: false,
        },
        size: MOST + 1,
        ..listing(ctx, vec![DocumentKind::Product])
    };
    let found = ctx.app().part::<SearchIndex>().find(&listing).await?;
    let mut rows = products(ctx, &found).await?;
    rows.remove(&row.id.0);
    let hits = found.hits.iter();
    let related = hits.filter_map(|hit| rows.remove(&hit.key.id));
    Ok(related.take(MOST).map(Product::new).collect())
}

async fn complementary(ctx: &Context<'_>, row: &product::Model) -> Result<Vec<Product>, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let (namespace, key) = COMPLEMENTARY;
    let fields = catalog::metafields_of_owners(db, "Product", &[row.id.0], &[key]).await?;
    let field = fields
        .into_iter()
        .find(|field| field.namespace == namespace);
    let ids: Vec<String> = field
        .and_then(|field| serde_json::from_str(&field.value).ok())
        .unwrap_or_default();
    let ids = ids.into_iter().take(MOST);
    let ids: Vec<ProductId> = ids
        .filter_map(|id| ProductId::parse(&ID(id)).ok())
        .collect();
    let found = ctx
        .catalog()
        .products
        .load_many(ids.iter().copied())
        .await?;
    let rows = ids.iter().filter_map(|id| found.get(id));
    Ok(rows
        .filter(|row| catalog::sees_product(ctx.audience(), ctx.viewer(), row))
        .map(|row| Product::new(Arc::clone(row)))
        .collect())
}

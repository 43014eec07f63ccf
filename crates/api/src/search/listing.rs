//! Listings: requests to the search engine, and pages of products.

use super::{
    facets,
    filters::{Filter, ProductFilter},
};
use crate::list::List;
use crate::{
    catalog::CatalogContext,
    connections::{PageInfo, list_cost},
    context::RequestContext,
    schema::Product,
};
use async_graphql::{Context, Enum, Object, SimpleObject};
use souk_entities::{
    catalog::{
        collection::{self, CollectionSortOrder},
        product,
    },
    ids::ProductId,
};
use souk_kernel::{
    error::ApiError,
    pagination::{RequestedPage, encode_cursor},
    viewer::Scope,
};
use souk_shop::{
    catalog,
    search::{
        SearchIndex,
        engine::{
            self, DocumentKind, SearchCursor, SearchOrder, SearchRequest, SearchResult,
            SearchSortKey, UnavailableProducts,
        },
    },
};
use std::{collections::HashMap, sync::Arc};

/// A product of a list, with its cursor.
#[derive(Clone, SimpleObject)]
pub struct ProductEdge {
    /// Position of the product in the list; pass it as `after` or `before`.
    pub cursor: String,
    /// The product.
    pub node: Product,
}

/// A page of a list of products.
#[derive(Clone, SimpleObject)]
pub struct ProductConnection {
    /// The products with their cursors.
    pub edges: List<ProductEdge>,
    /// Filters that narrow the whole list, not only this page.
    #[graphql(complexity = "10 * child_complexity + 1")]
    pub filters: List<Filter>,
    /// The products.
    pub nodes: List<Product>,
    /// Position of the page in the list.
    pub page_info: PageInfo,
}

/// The basic listing for the audience of the request, without any filters: the first 10 documents
/// of these types by id.
pub(super) fn listing(ctx: &Context<'_>, kinds: Vec<DocumentKind>) -> SearchRequest {
    let audience = ctx.audience();
    SearchRequest {
        kinds,
        collection: None,
        text: None,
        query: None,
        filters: Vec::new(),
        unavailable: UnavailableProducts::Show,
        channel: audience.channel,
        published_only: !ctx.viewer().may(Scope::ReadProducts),
        now: audience.now,
        locale: audience.language.locale(),
        price_list: audience.price_list.as_ref().map(|list| list.id),
        price_digits: audience.currency.digits(),
        order: SearchOrder {
            key: SearchSortKey::Id,
            reverse: false,
        },
        size: 10,
        backward: false,
        cursor: None,
        facets: false,
    }
}

/// The same listing, limited to the requested page.
pub(super) fn paged(listing: SearchRequest, page: RequestedPage<SearchCursor>) -> SearchRequest {
    SearchRequest {
        size: usize::try_from(page.size).expect("a page has at most 250 rows"),
        backward: page.backward,
        cursor: page.cursor,
        ..listing
    }
}

/// Converts the filters of a listing to filters of the engine.
pub(super) fn narrowed(
    ctx: &Context<'_>,
    filters: Option<Vec<ProductFilter>>,
) -> Result<Vec<engine::SearchFilter>, ApiError> {
    let digits = ctx.audience().currency.digits();
    let mut narrowed = Vec::new();
    for filter in filters.unwrap_or_default() {
        narrowed.extend(filter.filters(digits)?);
    }
    Ok(narrowed)
}

/// Products among the results that the caller may see, by id. Runs one query.
pub(super) async fn products(
    ctx: &Context<'_>,
    found: &SearchResult,
) -> Result<HashMap<i64, Arc<product::Model>>, ApiError> {
    let hits = found.hits.iter();
    let ids = hits.filter(|hit| hit.key.kind == DocumentKind::Product);
    let rows = ctx
        .catalog()
        .products
        .load_many(ids.map(|hit| ProductId(hit.key.id)))
        .await?;
    let seen = |row: &Arc<product::Model>| catalog::sees_product(ctx.audience(), ctx.viewer(), row);
    let visible = rows.into_iter().filter(|(_, row)| seen(row));
    Ok(visible.map(|(id, row)| (id.0, row)).collect())
}

/// Position of a page of results.
pub(super) fn page_info(found: &SearchResult) -> PageInfo {
    let cursor = |hit: Option<&engine::Hit>| hit.map(|hit| encode_cursor(&hit.cursor));
    PageInfo {
        start_cursor: cursor(found.hits.first()),
        end_cursor: cursor(found.hits.last()),
        has_next_page: found.has_next,
        has_previous_page: found.has_previous,
    }
}

/// A page of the products of a listing.
pub(super) async fn connection(
    ctx: &Context<'_>,
    listing: &SearchRequest,
) -> Result<ProductConnection, ApiError> {
    let found = ctx.app().part::<SearchIndex>().find(listing).await?;
    let mut rows = products(ctx, &found).await?;
    let edges: Vec<ProductEdge> = found
        .hits
        .iter()
        .filter_map(|hit| {
            Some(ProductEdge {
                cursor: encode_cursor(&hit.cursor),
                node: Product::new(rows.remove(&hit.key.id)?),
            })
        })
        .collect();
    let filters = match listing.facets {
        true => facets::filters(&found.facets, ctx.audience().currency),
        false => Vec::new(),
    };
    Ok(ProductConnection {
        nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
        edges: edges.into(),
        filters: filters.into(),
        page_info: page_info(&found),
    })
}

/// Sort orders for the products of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProductCollectionSortKeys {
    /// Best selling first.
    BestSelling,
    /// The default sort order of the collection, chosen by the merchant.
    CollectionDefault,
    /// Oldest first.
    Created,
    /// By id.
    Id,
    /// As arranged by the merchant.
    Manual,
    /// Cheapest first.
    Price,
    /// The default sort order of the collection, because there is no ranking without a search.
    Relevance,
    /// By title.
    Title,
}

fn order_of(key: ProductCollectionSortKeys, own: CollectionSortOrder) -> SearchOrder {
    use {CollectionSortOrder as Own, ProductCollectionSortKeys as Asked};
    let (key, reverse) = match (key, own) {
        (Asked::BestSelling, _) => (SearchSortKey::BestSelling, false),
        (Asked::Created, _) => (SearchSortKey::CreatedAt, false),
        (Asked::Id, _) => (SearchSortKey::Id, false),
        (Asked::Manual, _) => (SearchSortKey::Manual, false),
        (Asked::Price, _) => (SearchSortKey::Price, false),
        (Asked::Title, _) => (SearchSortKey::Title, false),
        (Asked::CollectionDefault | Asked::Relevance, own) => match own {
            Own::AlphaAsc => (SearchSortKey::Title, false),
            Own::AlphaDesc => (SearchSortKey::Title, true),
            Own::BestSelling => (SearchSortKey::BestSelling, false),
            Own::Created => (SearchSortKey::CreatedAt, false),
            Own::CreatedDesc => (SearchSortKey::CreatedAt, true),
            Own::Manual => (SearchSortKey::Manual, false),
            Own::PriceAsc => (SearchSortKey::Price, false),
            Own::PriceDesc => (SearchSortKey::Price, true),
        },
    };
    SearchOrder { key, reverse }
}

/// The products of a collection.
#[derive(Clone)]
pub struct CollectionListing {
    row: Arc<collection::Model>,
}

impl CollectionListing {
    /// The products of a collection that the caller may see.
    pub fn new(row: Arc<collection::Model>) -> Self {
        Self { row }
    }
}

#[Object]
impl CollectionListing {
    /// Products of the collection that the caller may see.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only products that match these filters.")] filters: Option<
            Vec<ProductFilter>,
        >,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the products.",
            default_with = "Some(ProductCollectionSortKeys::CollectionDefault)"
        )]
        sort_key: Option<ProductCollectionSortKeys>,
    ) -> Result<ProductConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let key = sort_key.unwrap_or(ProductCollectionSortKeys::CollectionDefault);
        let mut order = order_of(key, self.row.sort_order);
        order.reverse ^= reverse.unwrap_or(false);
        let listing = SearchRequest {
            collection: Some(self.row.id),
            filters: narrowed(ctx, filters)?,
            order,
            facets: ctx.look_ahead().field("filters").exists(),
            ..listing(ctx, vec![DocumentKind::Product])
        };
        connection(ctx, &paged(listing, page)).await
    }
}

//! Queries for products, and searches.

use super::{
    facets,
    filters::ProductFilter,
    listing::{ProductConnection, connection, listing, narrowed, page_info, paged},
    predictive::{
        self, PredictiveSearchLimitScope, PredictiveSearchResult, PredictiveSearchType,
        SearchableField,
    },
    recommendations::{self, ProductRecommendationIntent},
    results::{Rows, SearchResultItemConnection, SearchResultItemEdge},
};
use crate::list::List;
use crate::{
    connection as declare_connection, connections::list_cost, context::RequestContext,
    schema::Product,
};
use async_graphql::{Context, Enum, ID, Object};
use souk_kernel::{
    error::ApiError,
    pagination::{MAX_PAGE, RequestedPage, Slice, encode_cursor},
};
use souk_shop::{
    query_syntax,
    search::{
        SearchIndex,
        engine::{
            DocumentKind, FacetGroup, ProductFacet, SearchOrder, SearchRequest, SearchSortKey,
            TextQuery, UnavailableProducts,
        },
    },
};

declare_connection!(StringConnection, StringEdge, String, "texts");

/// Sort orders for products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProductSortKeys {
    /// Best selling first.
    BestSelling,
    /// Oldest first.
    CreatedAt,
    /// By id.
    Id,
    /// Cheapest first.
    Price,
    /// By product type.
    ProductType,
    /// Best match for `query` first.
    Relevance,
    /// By title.
    Title,
    /// Least recently updated first.
    UpdatedAt,
    /// By vendor.
    Vendor,
}

impl From<ProductSortKeys> for SearchSortKey {
    fn from(key: ProductSortKeys) -> Self {
        match key {
            ProductSortKeys::BestSelling => Self::BestSelling,
            ProductSortKeys::CreatedAt => Self::CreatedAt,
            ProductSortKeys::Id => Self::Id,
            ProductSortKeys::Price => Self::Price,
            ProductSortKeys::ProductType => Self::ProductType,
            ProductSortKeys::Relevance => Self::Relevance,
            ProductSortKeys::Title => Self::Title,
            ProductSortKeys::UpdatedAt => Self::UpdatedAt,
            ProductSortKeys::Vendor => Self::Vendor,
        }
    }
}

/// Sort orders for search results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchSortKeys {
    /// By product price, lowest first.
    Price,
    /// Best match first.
    Relevance,
}

/// Types of search results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchType {
    /// Articles.
    Article,
    /// Pages.
    Page,
    /// Products.
    Product,
}

/// Whether incomplete words match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchPrefixQueryType {
    /// The last word may be incomplete.
    Last,
    /// All words must be complete.
    None,
}

/// How products that cannot be bought are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchUnavailableProductsType {
    /// They are left out.
    Hide,
    /// They are listed after all other products.
    Last,
    /// They are listed like other products.
    Show,
}

impl From<SearchUnavailableProductsType> for UnavailableProducts {
    fn from(kind: SearchUnavailableProductsType) -> Self {
        match kind {
            SearchUnavailableProductsType::Hide => Self::Hide,
            SearchUnavailableProductsType::Last => Self::Last,
            SearchUnavailableProductsType::Show => Self::Show,
        }
    }
}

/// Queries for products, and searches.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Suggestions while a buyer types: products, collections, pages, articles and searches.
    #[graphql(complexity = "10 * child_complexity + 1")]
    #[allow(clippy::too_many_arguments)]
    async fn predictive_search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Maximum number of results, from 1 to 10; 10 if omitted.")] limit: Option<
            i32,
        >,
        #[graphql(desc = "Whether the limit applies to all results together or to each type.")]
        limit_scope: Option<PredictiveSearchLimitScope>,
        #[graphql(desc = "The text typed so far.")] query: String,
        #[graphql(desc = "Fields in which to search for the words; all fields if omitted.")]
        searchable_fields: Option<Vec<SearchableField>>,
        #[graphql(desc = "Types of results; all types if omitted.")] types: Option<
            Vec<PredictiveSearchType>,
        >,
        #[graphql(
            desc = "How products that cannot be bought are treated; they are listed last if omitted."
        )]
        unavailable_products: Option<SearchUnavailableProductsType>,
    ) -> Option<Result<PredictiveSearchResult, ApiError>> {
        let wish = predictive::Wish {
            limit,
            scope: limit_scope.unwrap_or(PredictiveSearchLimitScope::All),
            fields: searchable_fields.unwrap_or_default(),
            types: types.unwrap_or_default(),
            unavailable: unavailable_products.map_or(UnavailableProducts::Last, Into::into),
            query,
        };
        Some(predictive::search(ctx, wish).await)
    }

    /// Recommendations for a product; null if the product does not exist.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn product_recommendations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Purpose of the recommendations.",
            default_with = "Some(ProductRecommendationIntent::Related)"
        )]
        intent: Option<ProductRecommendationIntent>,
        #[graphql(desc = "Handle of the product.")] product_handle: Option<String>,
        #[graphql(desc = "Id of the product.")] product_id: Option<ID>,
    ) -> Option<Result<List<Product>, ApiError>> {
        let intent = intent.unwrap_or(ProductRecommendationIntent::Related);
        recommendations::recommendations_of_product(ctx, product_handle, product_id, intent)
            .await
            .transpose()
            .map(|found| found.map(Into::into))
    }

    /// Tags of products that the caller may see: the most frequent ones, at most 250, sorted A to
    /// Z.
    #[graphql(complexity = "list_cost(Some(first), None, child_complexity)")]
    async fn product_tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of tags, at most 250.")] first: i32,
    ) -> Result<StringConnection, ApiError> {
        values(ctx, first, &FacetGroup::Product(ProductFacet::Tag)).await
    }

    /// Types of products that the caller may see: the most frequent ones, at most 250, sorted A to
    /// Z.
    #[graphql(complexity = "list_cost(Some(first), None, child_complexity)")]
    async fn product_types(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of types, at most 250.")] first: i32,
    ) -> Result<StringConnection, ApiError> {
        values(ctx, first, &FacetGroup::Product(ProductFacet::ProductType)).await
    }

    /// Products that the caller may see.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Only products that match this search, such as `tag:sale vendor:Okra`. Fields: `available_for_sale`, `barcode`, \
                `created_at`, `handle`, `id`, `product_type`, `published_at`, `sku`, `tag`, `tag_not`, `title`, `updated_at`, \
                `variants.price`, `vendor`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the products.",
            default_with = "Some(ProductSortKeys::Id)"
        )]
        sort_key: Option<ProductSortKeys>,
    ) -> Result<ProductConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let query = query.filter(|query| !query.trim().is_empty());
        let now = ctx.audience().now;
        let query = query
            .map(|query| query_syntax::parse(&query, query_syntax::PRODUCTS, now))
            .transpose()?;
        let listing = SearchRequest {
            query,
            order: SearchOrder {
                key: sort_key.unwrap_or(ProductSortKeys::Id).into(),
                reverse: reverse.unwrap_or(false),
            },
            facets: ctx.look_ahead().field("filters").exists(),
            ..listing(ctx, vec![DocumentKind::Product])
        };
        connection(ctx, &paged(listing, page)).await
    }

    /// Searches for products, pages and articles.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether incomplete words match; they do not if omitted.")] prefix: Option<
            SearchPrefixQueryType,
        >,
        #[graphql(desc = "Only products that match these filters.")] product_filters: Option<
            Vec<ProductFilter>,
        >,
        #[graphql(desc = "Words to search for.")] query: String,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the results.",
            default_with = "Some(SearchSortKeys::Relevance)"
        )]
        sort_key: Option<SearchSortKeys>,
        #[graphql(desc = "Types of results; all types if omitted.")] types: Option<Vec<SearchType>>,
        #[graphql(
            desc = "How products that cannot be bought are treated; they are listed last if omitted."
        )]
        unavailable_products: Option<SearchUnavailableProductsType>,
    ) -> Result<SearchResultItemConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let key = match sort_key {
            Some(SearchSortKeys::Price) => SearchSortKey::Price,
            Some(SearchSortKeys::Relevance) | None => SearchSortKey::Relevance,
        };
        let listing = SearchRequest {
            text: Some(TextQuery {
                text: query.clone(),
                prefix: prefix == Some(SearchPrefixQueryType::Last),
                fields: Vec::new(),
            }),
            filters: narrowed(ctx, product_filters)?,
            unavailable: unavailable_products.map_or(UnavailableProducts::Last, Into::into),
            order: SearchOrder {
                key,
                reverse: reverse.unwrap_or(false),
            },
            facets: ctx.look_ahead().field("productFilters").exists(),
            ..listing(ctx, kinds(types.unwrap_or_default()))
        };
        results(ctx, &query, &paged(listing, page)).await
    }
}

fn kinds(types: Vec<SearchType>) -> Vec<DocumentKind> {
    if types.is_empty() {
        return vec![
            DocumentKind::Product,
            DocumentKind::Page,
            DocumentKind::Article,
        ];
    }
    let kind = |kind: SearchType| match kind {
        SearchType::Article => DocumentKind::Article,
        SearchType::Page => DocumentKind::Page,
        SearchType::Product => DocumentKind::Product,
    };
    types.into_iter().map(kind).collect()
}

async fn results(
    ctx: &Context<'_>,
    words: &str,
    listing: &SearchRequest,
) -> Result<SearchResultItemConnection, ApiError> {
    let found = ctx.app().part::<SearchIndex>().find(listing).await?;
    let rows = Rows::read(ctx, &found).await?;
    let hits = found.hits.iter().enumerate();
    let edges: Vec<SearchResultItemEdge> = hits
        .filter_map(|(place, hit)| {
            Some(SearchResultItemEdge {
                cursor: encode_cursor(&hit.cursor),
                node: rows.item(hit, words, place)?,
            })
        })
        .collect();
    let product_filters = match listing.facets {
        true => facets::filters(&found.facets, ctx.audience().currency),
        false => Vec::new(),
    };
    Ok(SearchResultItemConnection {
        nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
        edges: edges.into(),
        page_info: page_info(&found),
        product_filters: product_filters.into(),
        total_count: i32::try_from(found.total).unwrap_or(i32::MAX),
    })
}

/// The first values of a facet group, over all products.
async fn values(
    ctx: &Context<'_>,
    first: i32,
    group: &FacetGroup,
) -> Result<StringConnection, ApiError> {
    if !(0..=MAX_PAGE).contains(&first) {
        return Err(ApiError::BadInput(
            "first must be between 0 and 250".to_owned(),
        ));
    }
    let listing = SearchRequest {
        size: 0,
        facets: true,
        ..listing(ctx, vec![DocumentKind::Product])
    };
    let found = ctx.app().part::<SearchIndex>().find(&listing).await?;
    let values = found.facets.values(group);
    let first = usize::try_from(first).unwrap_or(0);
    let items = values.iter().take(first);
    let items = items.map(|it| (encode_cursor(&it.value), it.value.clone()));
    Ok(StringConnection::new(Slice {
        items: items.collect(),
        has_previous: false,
        has_next: values.len() > first,
    }))
}

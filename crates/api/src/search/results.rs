//! Results of searches across products, pages and articles.

use super::{filters::Filter, listing};
use crate::list::List;
use crate::{
    connections::PageInfo,
    content::{Article, ContentContext, Page as TextPage},
    context::RequestContext,
    schema::Product,
};
use async_graphql::{Context, SimpleObject, Union};
use souk_entities::{
    catalog::{article, page, product},
    ids::{ArticleId, PageId},
};
use souk_kernel::error::ApiError;
use souk_shop::{
    content::sees,
    search::engine::{DocumentKind, Hit, SearchResult},
};
use std::{collections::HashMap, sync::Arc};

/// A search result.
#[derive(Clone, Union)]
pub enum SearchResultItem {
    /// An article.
    Article(Article),
    /// A page.
    Page(TextPage),
    /// A product.
    Product(Product),
}

/// A search result with its cursor.
#[derive(Clone, SimpleObject)]
pub struct SearchResultItemEdge {
    /// Position of the result in the list; pass it as `after` or `before`.
    pub cursor: String,
    /// The result.
    pub node: SearchResultItem,
}

/// A page of search results.
#[derive(Clone, SimpleObject)]
pub struct SearchResultItemConnection {
    /// The results with their cursors.
    pub edges: List<SearchResultItemEdge>,
    /// The results.
    pub nodes: List<SearchResultItem>,
    /// Position of the page in the list.
    pub page_info: PageInfo,
    /// Filters that narrow the products in the results.
    #[graphql(complexity = "10 * child_complexity + 1")]
    pub product_filters: List<Filter>,
    /// Total number of results.
    pub total_count: i32,
}

/// Rows of the results that the caller may see, by id.
pub(super) struct Rows {
    products: HashMap<i64, Arc<product::Model>>,
    pages: HashMap<PageId, Arc<page::Model>>,
    articles: HashMap<ArticleId, Arc<article::Model>>,
}

impl Rows {
    /// Reads the rows, one query per type.
    pub(super) async fn read(ctx: &Context<'_>, found: &SearchResult) -> Result<Self, ApiError> {
        let of = |kind| found.hits.iter().filter(move |hit| hit.key.kind == kind);
        let pages = of(DocumentKind::Page).map(|hit| PageId(hit.key.id));
        let articles = of(DocumentKind::Article).map(|hit| ArticleId(hit.key.id));
        let mut rows = Self {
            products: listing::products(ctx, found).await?,
            pages: ctx.content().pages.load_many(pages).await?,
            articles: ctx.content().articles.load_many(articles).await?,
        };
        rows.pages
            .retain(|_, row| sees(ctx.audience(), ctx.viewer(), row.published_at));
        rows.articles
            .retain(|_, row| sees(ctx.audience(), ctx.viewer(), row.published_at));
        Ok(rows)
    }

    /// The item of a hit at position `place` among the results for `words`.
    pub(super) fn item(&self, hit: &Hit, words: &str, place: usize) -> Option<SearchResultItem> {
        let tracking = tracking(words, place);
        let id = hit.key.id;
        Some(match hit.key.kind {
            DocumentKind::Product => {
                let row = Arc::clone(self.products.get(&id)?);
                SearchResultItem::Product(Product::new(row).tracked(tracking))
            }
            DocumentKind::Page => {
                let row = Arc::clone(self.pages.get(&PageId(id))?);
                SearchResultItem::Page(TextPage::new(row).tracked(tracking))
            }
            DocumentKind::Article => {
                let row = Arc::clone(self.articles.get(&ArticleId(id))?);
                SearchResultItem::Article(Article::new(row).tracked(tracking))
            }
            DocumentKind::Collection => return None,
        })
    }
}

/// Tracking parameters of links to results: the words searched for and the position of the result.
pub(super) fn tracking(words: &str, place: usize) -> Arc<str> {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let words = utf8_percent_encode(words.trim(), NON_ALPHANUMERIC);
    format!("_psq={words}&_pos={}", place + 1).into()
}

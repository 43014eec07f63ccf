//! Blogs.

use super::{
    ContentContext, addresses,
    article::{self, Article, ArticleAuthor},
    lists::{self, ArticleArguments, ArticleConnection, ArticleSortKeys, ListArguments},
};
use crate::list::List;
use crate::{
    catalog::{self, MetafieldsOf, Seo, seo_of},
    connections::list_cost,
    context::RequestContext,
};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{catalog::blog, ids::BlogId};
use souk_kernel::{error::ApiError, ids::Gid, scalars::Url};
use souk_shop::content::store;
use std::sync::Arc;

/// A blog: a series of articles.
#[derive(Clone, Description)]
pub struct Blog(Arc<blog::Model>);

impl Blog {
    /// Wraps a blog row.
    pub fn new(row: Arc<blog::Model>) -> Self {
        Self(row)
    }

    /// Database row.
    pub fn row(&self) -> &blog::Model {
        &self.0
    }

    /// URL of the blog in the storefront.
    pub fn address(&self, ctx: &Context<'_>) -> Url {
        addresses::online_store_url_of(ctx, &format!("/blogs/{}", self.0.handle))
    }
}

#[Object(use_type_description)]
impl Blog {
    /// Returns the article with this handle, or null if the blog has none that the caller may see.
    async fn article_by_handle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the article within the blog.")] handle: String,
    ) -> Option<Result<Article, ApiError>> {
        article::by_handle(ctx, self.0.id, &handle)
            .await
            .transpose()
    }

    /// Articles that the caller may see. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Filter, as for the query `articles`.")] query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the articles.",
            default_with = "Some(ArticleSortKeys::Id)"
        )]
        sort_key: Option<ArticleSortKeys>,
    ) -> Result<ArticleConnection, ApiError> {
        let arguments = ArticleArguments {
            blog: Some(self.0.id),
            list: ListArguments::read((first, after, last, before), reverse)?,
            query,
            sort_key: sort_key.unwrap_or(ArticleSortKeys::Id),
        };
        lists::articles(ctx, arguments).await
    }

    /// Authors of the published articles, the author of the newest article first.
    async fn authors(&self, ctx: &Context<'_>) -> Result<List<ArticleAuthor>, ApiError> {
        let db = ctx.app().databases.catalog.reader();
        let mut authors = Vec::new();
        for author in store::authors_of(db, self.0.id, ctx.audience().now).await? {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        Ok(authors.into_iter().map(ArticleAuthor::from).collect())
    }

    /// Handle used in URLs, unique among blogs.
    async fn handle(&self) -> &str {
        &self.0.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::of(self.0.id)
    }

    /// URL in the online store.
    async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Url> {
        Some(self.address(ctx))
    }

    /// Title and description for search engines.
    async fn seo(&self, ctx: &Context<'_>) -> Option<Result<Seo, ApiError>> {
        let row = &self.0;
        let own = (row.seo_title.as_deref(), row.seo_description.as_deref());
        Some(seo_of(ctx, row.id.number(), own).await)
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let id = self.0.id.number();
        let title = catalog::read_text(ctx, id, id, "title", &self.0.title).await?;
        Ok(title.into_owned())
    }
}

/// Queries for blogs.
#[derive(Default)]
pub struct BlogQuery;

#[Object]
impl BlogQuery {
    /// Returns a blog by id or handle, or null if there is none.
    async fn blog(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the blog.")] handle: Option<String>,
        #[graphql(desc = "Id of the blog.")] id: Option<ID>,
    ) -> Option<Result<Blog, ApiError>> {
        let found = match (id, handle) {
            (Some(id), _) => by_gid(ctx, &id).await,
            (None, Some(handle)) => by_handle(ctx, &handle).await,
            (None, None) => Err(ApiError::BadInput("give a handle or an id".to_owned())),
        };
        found.transpose()
    }

    /// Returns a blog by handle.
    #[graphql(deprecation = "Use `blog`.")]
    async fn blog_by_handle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the blog.")] handle: String,
    ) -> Option<Result<Blog, ApiError>> {
        by_handle(ctx, &handle).await.transpose()
    }
}

/// The blog with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn blog_by_id(ctx: &Context<'_>, id: BlogId) -> Result<Option<Blog>, ApiError> {
    Ok(ctx.content().blogs.load_one(id).await?.map(Blog::new))
}

async fn by_gid(ctx: &Context<'_>, id: &ID) -> Result<Option<Blog>, ApiError> {
    blog_by_id(ctx, BlogId::parse(id)?).await
}

async fn by_handle(ctx: &Context<'_>, handle: &str) -> Result<Option<Blog>, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let row = store::blog_by_handle(db, handle).await?;
    Ok(row.map(|row| Blog::new(Arc::new(row))))
}

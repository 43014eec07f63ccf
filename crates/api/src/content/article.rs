//! Blog articles.

use super::{
    ContentContext, addresses,
    blog::{self, Blog},
    lists::{self, CommentConnection, ListArguments},
};
use crate::{
    catalog::{Image, MetafieldsOf, Seo, seo_of},
    connections::list_cost,
    context::RequestContext,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::{
    catalog::article::{self, Author},
    ids::{ArticleId, BlogId},
};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    scalars::{DateTime, Html, Url},
};
use souk_shop::{
    catalog,
    content::{sees, store},
};
use std::{borrow::Cow, sync::Arc};

/// An article of a blog.
#[derive(Clone, Description)]
pub struct Article {
    row: Arc<article::Model>,
    tracking: Option<Arc<str>>,
}

impl Article {
    /// Wraps an article that the caller is known to be allowed to see.
    pub fn new(row: Arc<article::Model>) -> Self {
        Self {
            row,
            tracking: None,
        }
    }

    /// The article as a search result, whose URL carries the search's tracking parameters.
    pub fn tracked(self, parameters: Arc<str>) -> Self {
        Self {
            tracking: Some(parameters),
            ..self
        }
    }

    /// Database row.
    pub fn row(&self) -> &article::Model {
        &self.row
    }

    /// URL of the article in the storefront.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn address(&self, ctx: &Context<'_>) -> Result<Url, ApiError> {
        let blog = self.blog_row(ctx).await?;
        let path = format!("/blogs/{}/{}", blog.row().handle, self.row.handle);
        Ok(addresses::online_store_url_of(ctx, &path))
    }

    async fn blog_row(&self, ctx: &Context<'_>) -> Result<Blog, ApiError> {
        let blog = blog::blog_by_id(ctx, self.row.blog_id).await?;
        blog.ok_or(ApiError::NotFound("blog"))
    }

    async fn text(&self, ctx: &Context<'_>, key: &str, own: &str) -> Result<String, ApiError> {
        let id = self.row.id.number();
        Ok(crate::catalog::read_text(ctx, id, id, key, own)
            .await?
            .into_owned())
    }

    async fn summary(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        let (id, own) = (self.row.id.number(), self.row.excerpt_html.as_deref());
        let html = crate::catalog::optional_text(ctx, id, id, "summary_html", own).await?;
        Ok(html.map(Cow::into_owned))
    }
}

#[Object(use_type_description)]
impl Article {
    /// Author.
    #[graphql(deprecation = "Use `authorV2`.")]
    async fn author(&self) -> ArticleAuthor {
        self.row.author.clone().into()
    }

    /// Author; null if the merchant named none.
    #[graphql(name = "authorV2")]
    async fn author_v2(&self) -> Option<ArticleAuthor> {
        let named = !self.row.author_name.is_empty();
        named.then(|| self.row.author.clone().into())
    }

    /// Blog that the article belongs to.
    async fn blog(&self, ctx: &Context<'_>) -> Result<Blog, ApiError> {
        self.blog_row(ctx).await
    }

    /// Comments that the merchant approved, oldest first. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<CommentConnection, ApiError> {
        let arguments = ListArguments::read((first, after, last, before), reverse)?;
        lists::comments(ctx, self.row.id, &arguments).await
    }

    /// The text without markup.
    async fn content(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Maximum number of characters; no limit if omitted.")] truncate_at: Option<
            i32,
        >,
    ) -> Result<String, ApiError> {
        let html = self.text(ctx, "body_html", &self.row.content_html).await?;
        let plain = catalog::plain_text(&html).into();
        Ok(catalog::truncated_text(plain, truncate_at).into_owned())
    }

    /// The text with markup.
    async fn content_html(&self, ctx: &Context<'_>) -> Result<Html, ApiError> {
        let html = self.text(ctx, "body_html", &self.row.content_html).await?;
        Ok(Html(html))
    }

    /// The summary without markup; null if the merchant wrote none.
    async fn excerpt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Maximum number of characters; no limit if omitted.")] truncate_at: Option<
            i32,
        >,
    ) -> Option<Result<String, ApiError>> {
        let html = self.summary(ctx).await.transpose()?;
        Some(html.map(|html| {
            let plain = catalog::plain_text(&html).into();
            catalog::truncated_text(plain, truncate_at).into_owned()
        }))
    }

    /// The summary with markup; null if the merchant wrote none.
    async fn excerpt_html(&self, ctx: &Context<'_>) -> Option<Result<Html, ApiError>> {
        let html = self.summary(ctx).await.transpose()?;
        Some(html.map(Html))
    }

    /// Handle used in URLs, unique within the blog.
    async fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Image.
    async fn image(&self) -> Option<Image> {
        let picture = self.row.image.as_ref()?.0.as_ref()?;
        Some(Image::new(picture))
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::of(self.row.id)
    }

    /// URL in the online store; null while the article is not published.
    async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Result<Url, ApiError>> {
        let now = ctx.audience().now;
        if self.row.published_at.is_none_or(|at| at > now) {
            return None;
        }
        Some(self.address(ctx).await)
    }

    /// When it was published. Merchants who view a draft get the date it was created.
    async fn published_at(&self) -> DateTime {
        DateTime(self.row.published_at.unwrap_or(self.row.created_at))
    }

    /// Title and description for search engines.
    async fn seo(&self, ctx: &Context<'_>) -> Option<Result<Seo, ApiError>> {
        let row = &self.row;
        let own = (row.seo_title.as_deref(), row.seo_description.as_deref());
        Some(seo_of(ctx, row.id.number(), own).await)
    }

    /// Tags, sorted.
    async fn tags(&self) -> &[String] {
        &self.row.tags.0
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        self.text(ctx, "title", &self.row.title).await
    }

    /// Parameters to append to the URL of an article found by a search, so that visits from the
    /// search can be identified; null elsewhere.
    async fn tracking_parameters(&self) -> Option<&str> {
        self.tracking.as_deref()
    }
}

/// Author of an article.
#[derive(SimpleObject, Clone, Debug)]
pub struct ArticleAuthor {
    /// Short biography.
    bio: Option<String>,
    /// E-mail address; empty if the merchant gave none.
    email: String,
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// First and last name.
    name: String,
}

impl From<Author> for ArticleAuthor {
    fn from(author: Author) -> Self {
        let name = format!("{} {}", author.first_name, author.last_name);
        Self {
            bio: author.bio,
            email: author.email.unwrap_or_default(),
            name: name.trim().to_owned(),
            first_name: author.first_name,
            last_name: author.last_name,
        }
    }
}

/// Queries for articles.
#[derive(Default)]
pub struct ArticleQuery;

#[Object]
impl ArticleQuery {
    /// Returns the article with this id, or null if there is none that the caller may see.
    async fn article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the article.")] id: ID,
    ) -> Option<Result<Article, ApiError>> {
        match ArticleId::parse(&id) {
            Ok(id) => article_by_id(ctx, id).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }
}

/// The article with this id, if the caller may see it.
///
/// # Errors
///
/// When the database fails.
pub async fn article_by_id(ctx: &Context<'_>, id: ArticleId) -> Result<Option<Article>, ApiError> {
    let row = ctx.content().articles.load_one(id).await?;
    let row = row.filter(|row| sees(ctx.audience(), ctx.viewer(), row.published_at));
    Ok(row.map(Article::new))
}

/// The article of a blog with this handle, if the caller may see it.
///
/// # Errors
///
/// When the database fails.
pub async fn by_handle(
    ctx: &Context<'_>,
    blog: BlogId,
    handle: &str,
) -> Result<Option<Article>, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let row = store::article_by_handle(db, blog, handle).await?;
    let row = row.filter(|row| sees(ctx.audience(), ctx.viewer(), row.published_at));
    Ok(row.map(|row| Article::new(Arc::new(row))))
}

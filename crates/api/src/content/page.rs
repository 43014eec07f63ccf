//! Pages.

use super::{ContentContext, addresses};
use crate::{
    catalog::{MetafieldsOf, Seo, seo_of},
    context::RequestContext,
};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{catalog::page, ids::PageId};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    scalars::{DateTime, Html, Url},
};
use souk_shop::{
    catalog,
    content::{sees, store},
};
use std::sync::Arc;

/// Maximum length of a page's summary, in characters.
const SUMMARY: i32 = 150;

/// A page of the online store, such as one about the shop.
#[derive(Clone, Description)]
pub struct Page {
    row: Arc<page::Model>,
    tracking: Option<Arc<str>>,
}

impl Page {
    /// Wraps a page that the caller is known to be allowed to see.
    pub fn new(row: Arc<page::Model>) -> Self {
        Self {
            row,
            tracking: None,
        }
    }

    /// The page as a search result, whose URL carries the search's tracking parameters.
    pub fn tracked(self, parameters: Arc<str>) -> Self {
        Self {
            tracking: Some(parameters),
            ..self
        }
    }

    /// Database row.
    pub fn row(&self) -> &page::Model {
        &self.row
    }

    async fn text(&self, ctx: &Context<'_>, key: &str, own: &str) -> Result<String, ApiError> {
        let id = self.row.id.number();
        Ok(crate::catalog::read_text(ctx, id, id, key, own)
            .await?
            .into_owned())
    }
}

#[Object(use_type_description)]
impl Page {
    /// The text with markup.
    async fn body(&self, ctx: &Context<'_>) -> Result<Html, ApiError> {
        Ok(Html(self.text(ctx, "body_html", &self.row.body).await?))
    }

    /// The beginning of the text without markup, at most 150 characters.
    async fn body_summary(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let html = self.text(ctx, "body_html", &self.row.body).await?;
        let plain = catalog::plain_text(&html).into();
        Ok(catalog::truncated_text(plain, Some(SUMMARY)).into_owned())
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Handle used in URLs, unique among pages.
    async fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::of(self.row.id)
    }

    /// URL in the online store; null while the page is not published.
    async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Url> {
        let published = self
            .row
            .published_at
            .is_some_and(|at| at <= ctx.audience().now);
        published
            .then(|| addresses::online_store_url_of(ctx, &format!("/pages/{}", self.row.handle)))
    }

    /// Title and description for search engines.
    async fn seo(&self, ctx: &Context<'_>) -> Option<Result<Seo, ApiError>> {
        let row = &self.row;
        let own = (row.seo_title.as_deref(), row.seo_description.as_deref());
        Some(seo_of(ctx, row.id.number(), own).await)
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        self.text(ctx, "title", &self.row.title).await
    }

    /// Parameters to append to the URL of a page found by a search, so that visits from the search
    /// can be identified; null elsewhere.
    async fn tracking_parameters(&self) -> Option<&str> {
        self.tracking.as_deref()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// Queries for pages.
#[derive(Default)]
pub struct PageQuery;

#[Object]
impl PageQuery {
    /// Returns a page by id or handle, or null if there is none that the caller may see.
    async fn page(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the page.")] handle: Option<String>,
        #[graphql(desc = "Id of the page.")] id: Option<ID>,
    ) -> Option<Result<Page, ApiError>> {
        match (id, handle) {
            (Some(id), _) => by_gid(ctx, &id).await.transpose(),
            (None, Some(handle)) => by_handle(ctx, &handle).await.transpose(),
            (None, None) => Some(Err(ApiError::BadInput("give a handle or an id".to_owned()))),
        }
    }

    /// Returns a page by handle.
    #[graphql(deprecation = "Use `page`.")]
    async fn page_by_handle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the page.")] handle: String,
    ) -> Option<Result<Page, ApiError>> {
        by_handle(ctx, &handle).await.transpose()
    }
}

/// The page with this id, if the caller may see it.
///
/// # Errors
///
/// When the database fails.
pub async fn page_by_id(ctx: &Context<'_>, id: PageId) -> Result<Option<Page>, ApiError> {
    let row = ctx.content().pages.load_one(id).await?;
    Ok(row
        .filter(|row| sees(ctx.audience(), ctx.viewer(), row.published_at))
        .map(Page::new))
}

async fn by_gid(ctx: &Context<'_>, id: &ID) -> Result<Option<Page>, ApiError> {
    page_by_id(ctx, PageId::parse(id)?).await
}

async fn by_handle(ctx: &Context<'_>, handle: &str) -> Result<Option<Page>, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let row = store::page_by_handle(db, handle).await?;
    let row = row.filter(|row| sees(ctx.audience(), ctx.viewer(), row.published_at));
    Ok(row.map(|row| Page::new(Arc::new(row))))
}

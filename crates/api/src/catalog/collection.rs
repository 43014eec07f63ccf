//! The catalogue's fields of collections; `schema/joined.rs` joins them with those of other domains.

use super::{
    CatalogContext,
    media::Image,
    seo::{Seo, seo_of},
    texts,
};
use crate::{connection, content, context::RequestContext, schema::Collection};
use async_graphql::{Context, Enum, ID, Object};
use souk_entities::{
    catalog::collection,
    ids::{CollectionId, ProductId},
};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, Slice},
    scalars::{DateTime, Html, Url},
};
use souk_shop::catalog::{
    lists::{self, ListPosition},
    visibility,
};
use std::{borrow::Cow, sync::Arc};

/// Fields of a collection that the catalogue owns.
#[derive(Clone)]
pub struct CollectionFields {
    /// The row, already known to be visible to the caller.
    pub row: Arc<collection::Model>,
    /// Tracking parameters that a search adds to links to the collection.
    pub(crate) tracking: Option<Arc<str>>,
}

impl CollectionFields {
    /// The fields of a collection that the caller may see.
    pub fn new(row: Arc<collection::Model>) -> Self {
        Self {
            row,
            tracking: None,
        }
    }

    async fn text<'a>(
        &'a self,
        ctx: &Context<'_>,
        key: &str,
        own: &'a str,
    ) -> Result<Cow<'a, str>, ApiError> {
        let id = self.row.id.0;
        texts::read_text(ctx, id, id, key, own).await
    }
}

#[Object]
impl CollectionFields {
    /// Description without markup.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Maximum number of characters; no limit if omitted.")] truncate_at: Option<
            i32,
        >,
    ) -> Result<Cow<'_, str>, ApiError> {
        let (id, own) = (self.row.id.0, &*self.row.description);
        texts::description_of(ctx, id, own, truncate_at).await
    }

    /// Description with markup.
    async fn description_html(&self, ctx: &Context<'_>) -> Result<Html, ApiError> {
        let text = self.text(ctx, "body_html", &self.row.description_html);
        Ok(Html(text.await?.into_owned()))
    }

    /// Handle used in URLs, unique in the shop.
    pub fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Image.
    fn image(&self) -> Option<Image> {
        let picture = self.row.image.as_ref()?;
        picture.0.as_ref().map(Image::new)
    }

    /// URL of the collection's page; null if the collection is not in the online store.
    pub async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Url> {
        let row = &self.row;
        let store = ctx.directory().channels.first()?.id;
        let now = ctx.audience().now;
        visibility::is_published(row.published_at, row.publications.as_ref(), store, now)
            .then(|| content::online_store_url_of(ctx, &format!("/collections/{}", row.handle)))
    }

    /// Title and description for search engines.
    async fn seo(&self, ctx: &Context<'_>) -> Result<Seo, ApiError> {
        let row = &self.row;
        let own = (row.seo_title.as_deref(), row.seo_description.as_deref());
        seo_of(ctx, row.id.0, own).await
    }

    /// Name shown to buyers.
    async fn title(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        self.text(ctx, "title", &self.row.title).await
    }

    /// Parameters to add to links so that clicks on search results can be counted; null outside
    /// search results.
    pub async fn tracking_parameters(&self) -> Option<&str> {
        self.tracking.as_deref()
    }

    /// When the collection last changed.
    fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection!(
    CollectionConnection,
    CollectionEdge,
    Collection,
    "collections"
);

/// Sort orders for collections.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionSortKeys {
    /// By id: oldest first.
    Id,
    /// By id, because there is no ranking without a search.
    Relevance,
    /// By title.
    Title,
    /// By last update, oldest first.
    UpdatedAt,
}

/// Converts a page of collections to a connection.
pub(super) fn connection(slice: Slice<(String, Arc<collection::Model>)>) -> CollectionConnection {
    CollectionConnection::new(slice.map(|(cursor, row)| (cursor, Collection::new(row))))
}

/// A page of the collections that contain a product and that the caller may see.
pub(super) async fn of_product(
    ctx: &Context<'_>,
    product: ProductId,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> Result<CollectionConnection, ApiError> {
    let ids = ctx.catalog().collections_of.load_one(product).await?;
    let ids: Vec<CollectionId> = ids.map(|ids| ids.to_vec()).unwrap_or_default();
    let mut found = ctx
        .catalog()
        .collections
        .load_many(ids.iter().copied())
        .await?;
    let mut rows: Vec<Arc<collection::Model>> =
        ids.iter().filter_map(|id| found.remove(id)).collect();
    rows.retain(|row| visibility::sees_collection(ctx.audience(), ctx.viewer(), row));
    if reverse {
        rows.reverse();
    }
    Ok(connection(lists::page_of_list(rows, page, |row| row.id.0)))
}

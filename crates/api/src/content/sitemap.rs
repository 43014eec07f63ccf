//! The sitemap: resources that search engines may index, 250 per page.

use crate::list::List;
use crate::{connections::Count, context::RequestContext, interface};
use async_graphql::{Context, Description, Enum, Object, SimpleObject};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr};
use souk_entities::{
    Timestamp,
    catalog::{
        article, blog, collection, metaobject, metaobject_definition, page,
        product::{self, Media, MediaKind, ProductStatus},
    },
};
use souk_kernel::{error::ApiError, scalars::DateTime};
use souk_shop::{
    catalog::{self, Transform},
    content::store::{self, sitemap::PAGE},
    market::Audience,
};

/// Type of the resources in a sitemap.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SitemapType {
    /// Articles.
    Article,
    /// Blogs.
    Blog,
    /// Collections.
    Collection,
    /// Merchant-defined records that have pages.
    Metaobject,
    /// Pages.
    Page,
    /// Products.
    Product,
}

/// Sitemap of one type of resource.
#[derive(Clone, Copy, Debug, Description)]
pub struct Sitemap(SitemapType);

#[Object(use_type_description)]
impl Sitemap {
    /// Number of pages, with 250 resources each.
    async fn pages_count(&self, ctx: &Context<'_>) -> Option<Result<Count, ApiError>> {
        Some(pages(ctx, self.0).await)
    }

    /// Returns one page.
    #[graphql(complexity = "250 * child_complexity")]
    async fn resources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of the page, from 1.")] page: i32,
    ) -> Option<Result<PaginatedSitemapResources, ApiError>> {
        match u64::try_from(page) {
            Ok(number) if number > 0 => Some(resources(ctx, self.0, number).await),
            _ => Some(Err(ApiError::BadInput("pages count from 1".to_owned()))),
        }
    }
}

/// A page of a sitemap.
#[derive(SimpleObject, Clone)]
pub struct PaginatedSitemapResources {
    /// Whether there is another page.
    has_next_page: bool,
    /// Resources on the page.
    items: List<SitemapResourceInterface>,
}

interface! {
    /// A resource that search engines may index.
    SitemapResourceInterface, like SitemapResource: ["handle", "updatedAt"],
    /// Any resource other than a merchant-defined record.
    SitemapResource(SitemapResource),
    /// A merchant-defined record.
    SitemapResourceMetaobject(SitemapResourceMetaobject),
}

/// A product, collection, page, blog or article that search engines may index.
#[derive(Clone, Description)]
pub struct SitemapResource {
    id: i64,
    handle: String,
    title: String,
    picture: Option<Media>,
    updated_at: Timestamp,
}

#[Object(use_type_description)]
impl SitemapResource {
    /// Handle used in URLs.
    async fn handle(&self) -> &str {
        &self.handle
    }

    /// Image.
    async fn image(&self, ctx: &Context<'_>) -> Option<SitemapImage> {
        let picture = self.picture.as_ref()?;
        let address = catalog::media_address(ctx.app(), &picture.source, Transform::default());
        let own = address.strip_prefix(ctx.app().public_url());
        Some(SitemapImage {
            alt: picture.alt.clone(),
            filepath: Some(own.unwrap_or(&address).to_owned()),
            updated_at: DateTime(self.updated_at),
        })
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let title = crate::catalog::read_text(ctx, self.id, self.id, "title", &self.title).await;
        Some(title.map(std::borrow::Cow::into_owned))
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.updated_at)
    }
}

/// An image in the sitemap.
#[derive(SimpleObject, Clone, Debug)]
pub struct SitemapImage {
    /// Alternative text.
    alt: Option<String>,
    /// Path of the image on this server, or its full URL if it is hosted elsewhere.
    filepath: Option<String>,
    /// When it last changed.
    updated_at: DateTime,
}

/// A merchant-defined record that search engines may index.
#[derive(SimpleObject, Clone, Debug)]
pub struct SitemapResourceMetaobject {
    /// Handle, unique within its type.
    handle: String,
    /// Path prefix of the pages of its type.
    online_store_url_handle: Option<String>,
    /// Name of its type.
    #[graphql(name = "type")]
    kind: String,
    /// When it last changed.
    updated_at: DateTime,
}

/// Queries for the sitemap.
#[derive(Default)]
pub struct SitemapQuery;

#[Object]
impl SitemapQuery {
    /// Returns the sitemap of one type of resource.
    async fn sitemap(
        &self,
        #[graphql(name = "type", desc = "Type of the resources.")] kind: SitemapType,
    ) -> Sitemap {
        Sitemap(kind)
    }
}

async fn pages(ctx: &Context<'_>, kind: SitemapType) -> Result<Count, ApiError> {
    use store::sitemap::count;
    let db = ctx.app().databases.catalog.reader();
    let audience = ctx.audience();
    let rows = match kind {
        SitemapType::Article => {
            count::<article::Entity>(db, article::Column::PublishedAt.lte(audience.now).into())
                .await
        }
        SitemapType::Blog => count::<blog::Entity>(db, Condition::all()).await,
        SitemapType::Collection => {
            count::<collection::Entity>(db, collections_shown(db, audience)).await
        }
        SitemapType::Metaobject => {
            let kinds = store::metaobjects::with_pages(db).await?;
            count::<metaobject::Entity>(db, of_kinds(&kinds)).await
        }
        SitemapType::Page => {
            count::<page::Entity>(db, page::Column::PublishedAt.lte(audience.now).into()).await
        }
        SitemapType::Product => count::<product::Entity>(db, on_sale(db, audience)).await,
    }?;
    let pages = i32::try_from(rows.div_ceil(PAGE)).unwrap_or(i32::MAX);
    Ok(Count::exact(pages))
}

fn collections_shown(db: &DatabaseConnection, audience: &Audience) -> Condition {
    store::sitemap::published(
        db.get_database_backend(),
        collection::Column::PublishedAt,
        collection::Column::Publications,
        audience.channel,
        audience.now,
    )
}

fn on_sale(db: &DatabaseConnection, audience: &Audience) -> Condition {
    let published = store::sitemap::published(
        db.get_database_backend(),
        product::Column::PublishedAt,
        product::Column::Publications,
        audience.channel,
        audience.now,
    );
    published.add(product::Column::Status.eq(ProductStatus::Active))
}

fn of_kinds(kinds: &[metaobject_definition::Model]) -> Condition {
    let kinds = kinds.iter().map(|definition| definition.kind.as_str());
    metaobject::Column::Kind.is_in(kinds).into()
}

async fn resources(
    ctx: &Context<'_>,
    kind: SitemapType,
    number: u64,
) -> Result<PaginatedSitemapResources, ApiError> {
    let db = ctx.app().databases.catalog.reader();
    let mut items = items(db, ctx.audience(), kind, number).await?;
    let size = usize::try_from(PAGE).expect("250 fits");
    let has_next_page = items.len() > size;
    items.truncate(size);
    Ok(PaginatedSitemapResources {
        has_next_page,
        items: items.into(),
    })
}

/// The items of a page, plus one more if there is another page.
async fn items(
    db: &DatabaseConnection,
    audience: &Audience,
    kind: SitemapType,
    number: u64,
) -> Result<Vec<SitemapResourceInterface>, DbErr> {
    use store::sitemap::page as page_of;
    let now = audience.now;
    Ok(match kind {
        SitemapType::Article => {
            let listed = article::Column::PublishedAt.lte(now).into();
            let rows = page_of::<article::Entity>(db, listed, number).await?;
            rows.into_iter().map(of_article).collect()
        }
        SitemapType::Blog => {
            let rows = page_of::<blog::Entity>(db, Condition::all(), number).await?;
            let item =
                |row: blog::Model| item(row.id.0, row.handle, row.title, None, row.updated_at);
            rows.into_iter().map(item).collect()
        }
        SitemapType::Collection => {
            let listed = collections_shown(db, audience);
            let rows = page_of::<collection::Entity>(db, listed, number).await?;
            rows.into_iter().map(of_collection).collect()
        }
        SitemapType::Metaobject => {
            let kinds = store::metaobjects::with_pages(db).await?;
            let rows = page_of::<metaobject::Entity>(db, of_kinds(&kinds), number).await?;
            rows.into_iter()
                .map(|row| of_metaobject(row, &kinds))
                .collect()
        }
        SitemapType::Page => {
            let listed = page::Column::PublishedAt.lte(now).into();
            let rows = page_of::<page::Entity>(db, listed, number).await?;
            let item =
                |row: page::Model| item(row.id.0, row.handle, row.title, None, row.updated_at);
            rows.into_iter().map(item).collect()
        }
        SitemapType::Product => {
            let listed = on_sale(db, audience);
            let rows = page_of::<product::Entity>(db, listed, number).await?;
            rows.into_iter().map(of_product).collect()
        }
    })
}

fn item(
    id: i64,
    handle: String,
    title: String,
    picture: Option<Media>,
    updated_at: Timestamp,
) -> SitemapResourceInterface {
    SitemapResourceInterface::SitemapResource(SitemapResource {
        id,
        handle,
        title,
        picture,
        updated_at,
    })
}

fn of_article(row: article::Model) -> SitemapResourceInterface {
    let picture = row.image.and_then(|picture| picture.0);
    item(row.id.0, row.handle, row.title, picture, row.updated_at)
}

fn of_collection(row: collection::Model) -> SitemapResourceInterface {
    let picture = row.image.and_then(|picture| picture.0);
    item(row.id.0, row.handle, row.title, picture, row.updated_at)
}

fn of_product(row: product::Model) -> SitemapResourceInterface {
    let mut media = row.media.0.into_iter();
    let picture = media.find(|medium| medium.kind == MediaKind::Image);
    item(row.id.0, row.handle, row.title, picture, row.updated_at)
}

fn of_metaobject(
    row: metaobject::Model,
    kinds: &[metaobject_definition::Model],
) -> SitemapResourceInterface {
    let definition = kinds.iter().find(|definition| definition.kind == row.kind);
    SitemapResourceInterface::SitemapResourceMetaobject(SitemapResourceMetaobject {
        handle: row.handle,
        online_store_url_handle: definition.and_then(|found| found.online_store_path.clone()),
        kind: row.kind,
        updated_at: DateTime(row.updated_at),
    })
}

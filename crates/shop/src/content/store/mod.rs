//! SQL queries for content, and nothing else.

pub mod bulk;
pub(crate) mod listing;
pub(crate) mod media_files;
mod menus;
pub mod metaobjects;
mod pages;
mod redirects;
mod resources;
pub mod sitemap;

pub(crate) use menus::*;
pub(crate) use pages::*;
pub(crate) use redirects::*;
pub(crate) use resources::*;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, Iterable, PrimaryKeyToColumn, QueryFilter,
    QueryOrder, QuerySelect, Value,
};
use souk_entities::{
    Timestamp,
    catalog::{
        article, blog, menu, page,
        shop_policy::{self, ShopPolicyKind},
        url_redirect,
    },
    ids::BlogId,
};

/// Rows by id. Missing rows are left out.
pub async fn rows_by_ids<E, I>(db: &impl ConnectionTrait, ids: &[I]) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    I: Copy + Into<Value>,
{
    let id = E::PrimaryKey::iter()
        .next()
        .expect("every table has a primary key")
        .into_column();
    E::find()
        .filter(id.is_in(ids.iter().copied()))
        .all(db)
        .await
}

/// The page with this handle, published or not. Index: the unique handle.
pub async fn page_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<page::Model>, DbErr> {
    page::Entity::find()
        .filter(page::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// The blog with this handle. Index: the unique handle.
pub async fn blog_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<blog::Model>, DbErr> {
    blog::Entity::find()
        .filter(blog::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// The article with this handle in a blog, published or not. Index: `article_by_handle`.
pub async fn article_by_handle(
    db: &impl ConnectionTrait,
    blog: BlogId,
    handle: &str,
) -> Result<Option<article::Model>, DbErr> {
    article::Entity::find()
        .filter(article::COLUMN.blog_id.eq(blog))
        .filter(article::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// The author of every article of a blog published by `now`, newest article first, at most 1,000.
/// Index: `article_by_handle`.
pub async fn authors_of(
    db: &impl ConnectionTrait,
    blog: BlogId,
    now: Timestamp,
) -> Result<Vec<article::Author>, DbErr> {
    article::Entity::find()
        .select_only()
        .column(article::Column::Author)
        .filter(article::COLUMN.blog_id.eq(blog))
        .filter(article::Column::PublishedAt.lte(now))
        .order_by_desc(article::COLUMN.published_at)
        .order_by_desc(article::COLUMN.id)
        .limit(1_000)
        .into_tuple()
        .all(db)
        .await
}

/// The menu with this handle. Index: the unique handle.
pub async fn menu_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<menu::Model>, DbErr> {
    menu::Entity::find()
        .filter(menu::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// All menus, at most 1,000: there are few, and finding an entry requires searching all of them.
pub async fn menus(db: &impl ConnectionTrait) -> Result<Vec<menu::Model>, DbErr> {
    menu::Entity::find()
        .order_by_asc(menu::COLUMN.id)
        .limit(1_000)
        .all(db)
        .await
}

/// Policies by kind. Index: the unique kind.
pub async fn policies(
    db: &impl ConnectionTrait,
    kinds: &[ShopPolicyKind],
) -> Result<Vec<shop_policy::Model>, DbErr> {
    shop_policy::Entity::find()
        .filter(shop_policy::Column::Kind.is_in(kinds.iter().copied()))
        .all(db)
        .await
}

/// The redirect from this path. Index: the unique path.
pub async fn redirect_from(
    db: &impl ConnectionTrait,
    path: &str,
) -> Result<Option<url_redirect::Model>, DbErr> {
    url_redirect::Entity::find()
        .filter(url_redirect::COLUMN.path.eq(path))
        .one(db)
        .await
}

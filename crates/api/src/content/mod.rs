//! Types and resolvers of content.

pub mod addresses;
pub mod article;
pub mod blog;
pub mod comment;
pub mod file;
pub mod lists;
pub mod loaders_context;
pub mod menu;
pub mod menu_mutations;
pub mod metaobject;
pub mod page;
pub mod page_mutations;
pub mod policy;
pub mod redirect;
pub mod shop;
pub mod sitemap;
pub mod translation_mutations;
pub mod versions;

pub use loaders_context::ContentContext;

use crate::catalog::{Seo, texts};
use async_graphql::{Context, MergedObject};
use souk_kernel::error::ApiError;
use std::borrow::Cow;

/// Queries for content.
#[derive(MergedObject, Default)]
pub struct ContentQuery(
    article::ArticleQuery,
    lists::ArticleListQuery,
    lists::BlogListQuery,
    lists::MetaobjectListQuery,
    lists::PageListQuery,
    lists::RedirectListQuery,
    sitemap::SitemapQuery,
    blog::BlogQuery,
    crate::market::localization::LocalizationQuery,
    menu::MenuQuery,
    metaobject::MetaobjectQuery,
    page::PageQuery,
    shop::ShopQuery,
    versions::VersionQuery,
);

/// Title and description for search engines in the language of the request, from the texts the
/// merchant wrote for a resource.
pub(crate) async fn seo_of(
    ctx: &Context<'_>,
    id: i64,
    (title, description): (Option<&str>, Option<&str>),
) -> Result<Seo, ApiError> {
    let title = texts::optional(ctx, id, id, "meta_title", title).await?;
    let description = texts::optional(ctx, id, id, "meta_description", description).await?;
    Ok(Seo {
        title: title.map(Cow::into_owned),
        description: description.map(Cow::into_owned),
    })
}

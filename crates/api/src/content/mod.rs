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

pub use addresses::online_store_url_of;
pub use article::{Article, article_by_id};
pub use blog::{Blog, blog_by_id};
pub use comment::{Comment, comment_by_id};
pub use file::{File, GenericFile, file_by_id};
pub use loaders_context::ContentContext;
pub use menu::{Menu, MenuItem, menu_by_id, menu_item_by_id};
pub use menu_mutations::MenuMutation;
pub use metaobject::{Metaobject, metaobject_by_id};
pub use page::{Page, page_by_id};
pub use page_mutations::PageMutation;
pub use policy::{ShopPolicy, policy_by_id};
pub use redirect::{UrlRedirect, redirect_by_id};
pub use shop::{SHOP_ID, Shop};
pub use translation_mutations::TranslationMutation;

use async_graphql::MergedObject;

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
    crate::market::LocalizationQuery,
    menu::MenuQuery,
    metaobject::MetaobjectQuery,
    page::PageQuery,
    shop::ShopQuery,
    versions::VersionQuery,
);

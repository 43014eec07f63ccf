//! Content: pages, blogs, menus, policies, metaobjects, translations and what the storefront says
//! about the shop itself.
//!
//! Its tables are in the `catalog` database.

mod error_code;
pub mod listing;
pub mod loaders;
pub mod menu_inputs;
pub mod menus;
pub mod page_inputs;
pub mod pages;
pub mod store;
pub mod translations;

pub use loaders::ContentLoaders;
pub use menu_inputs::MenuItemUpdateInput;
pub use menus::save_menu;
pub use menus::validate_menu;
pub use pages::PageDraft;
pub use pages::Publish;
pub(crate) use pages::write_page;
pub use store::article_by_handle;
pub use store::blog_by_handle;
pub(crate) use store::bulk::comments_of_articles;
pub(crate) use store::bulk::save_articles;
pub(crate) use store::bulk::save_blogs;
pub(crate) use store::bulk::save_comments;
pub(crate) use store::bulk::save_metaobject_definitions;
pub(crate) use store::bulk::save_metaobjects;
pub(crate) use store::bulk::save_policies;
pub(crate) use store::bulk::save_redirects;
pub use store::menu_by_handle;
pub use store::metaobjects::metaobject_by_handle;
pub use store::metaobjects::metaobject_definitions;
pub use store::page_by_handle;
pub use store::policies;
pub use store::redirect_from;
pub use store::rows_by_ids;

pub use error_code::ContentErrorCode;
pub(crate) use store::{
    article_ids_after, delete_redirects_from, lock_resources,
    media_files::{file_by_id, insert_file},
    metaobjects::metaobjects_by_handles,
    page_ids_after, upsert_redirect,
};

use crate::market::Audience;
use souk_entities::Timestamp;
use souk_kernel::viewer::{Scope, Viewer};

/// Whether the caller may see content published at this instant. Merchants who can write content
/// also see scheduled content and drafts.
pub fn sees(audience: &Audience, viewer: &Viewer, published_at: Option<Timestamp>) -> bool {
    published_at.is_some_and(|at| at <= audience.now) || viewer.may(Scope::WriteContent)
}

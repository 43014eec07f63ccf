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

pub use error_code::ContentErrorCode;
pub use loaders::ContentLoaders;
pub use menu_inputs::MenuItemUpdateInput;
pub use menus::{save_menu, validate_menu};
pub use pages::{PageDraft, Publish};
pub use store::{
    article_by_handle, blog_by_handle, menu_by_handle,
    metaobjects::{metaobject_by_handle, metaobject_definitions},
    page_by_handle, policies, redirect_from, rows_by_ids,
};

pub(crate) use pages::write_page;
pub(crate) use store::{
    article_ids_after,
    bulk::{
        comments_of_articles, upsert_articles, upsert_blogs, upsert_comments,
        upsert_metaobject_definitions, upsert_metaobjects, upsert_policies,
    },
    delete_redirects_from, lock_resources,
    media_files::{file_by_id, insert_file, uploads_among},
    metaobjects::metaobjects_by_handles,
    page_ids_after, save_redirects,
};

use crate::market::Audience;
use souk_entities::Timestamp;
use souk_kernel::viewer::{Scope, Viewer};

/// Whether the caller may see content published at this instant. Merchants who can write content
/// also see scheduled content and drafts.
pub fn sees(audience: &Audience, viewer: &Viewer, published_at: Option<Timestamp>) -> bool {
    published_at.is_some_and(|at| at <= audience.now) || viewer.may(Scope::WriteContent)
}

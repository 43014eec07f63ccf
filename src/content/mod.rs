//! Content: pages, blogs, menus, policies, metaobjects, translations and what the storefront says
//! about the shop itself.
//!
//! Its tables are in the `catalog` database.

pub mod addresses;
pub mod graphql;
pub mod listing;
pub mod loaders;
pub mod menu_inputs;
pub mod menus;
pub mod page_inputs;
pub mod pages;
pub mod store;
pub mod translations;

use crate::{context::RequestContext, viewer::Scope};
use async_graphql::Context;
use souk_entities::Timestamp;

/// Whether the caller may see content published at this instant. Merchants who can write content
/// also see scheduled content and drafts.
pub fn sees(ctx: &Context<'_>, published_at: Option<Timestamp>) -> bool {
    published_at.is_some_and(|at| at <= ctx.audience().now) || ctx.viewer().may(Scope::WriteContent)
}

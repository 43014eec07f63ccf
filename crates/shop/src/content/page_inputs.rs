//! Inputs for pages.

use crate::catalog::SeoInput;
use async_graphql::InputObject;
use souk_kernel::scalars::{DateTime, Html};

/// A new page.
#[derive(InputObject, Clone, Debug)]
pub struct PageCreateInput {
    /// Content as HTML.
    pub body: Option<Html>,
    /// URL handle; derived from the title by default.
    pub handle: Option<String>,
    /// Whether buyers can see it; they can by default.
    pub is_published: Option<bool>,
    /// When it becomes visible to buyers; immediately by default.
    pub publish_date: Option<DateTime>,
    /// Title and description for search engines.
    pub seo: Option<SeoInput>,
    /// Title.
    pub title: String,
}

/// Changes to a page. Fields that are left out stay unchanged.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PageUpdateInput {
    /// Content as HTML.
    pub body: Option<Html>,
    /// URL handle.
    pub handle: Option<String>,
    /// Whether buyers can see it.
    pub is_published: Option<bool>,
    /// When it becomes visible to buyers.
    pub publish_date: Option<DateTime>,
    /// Title and description for search engines.
    pub seo: Option<SeoInput>,
    /// Title.
    pub title: Option<String>,
}

//! Redirects from old storefront paths.

use super::ContentContext;
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{catalog::url_redirect, ids::UrlRedirectId};
use souk_kernel::{error::ApiError, ids::Gid};
use std::sync::Arc;

/// A redirect from an old storefront path.
#[derive(Clone, Description)]
pub struct UrlRedirect(Arc<url_redirect::Model>);

impl UrlRedirect {
    /// Wraps a redirect row.
    pub fn new(row: Arc<url_redirect::Model>) -> Self {
        Self(row)
    }
}

#[Object(use_type_description)]
impl UrlRedirect {
    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// The old path.
    async fn path(&self) -> &str {
        &self.0.path
    }

    /// The path or URL it redirects to.
    async fn target(&self) -> &str {
        &self.0.target
    }
}

/// The redirect with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn redirect_by_id(
    ctx: &Context<'_>,
    id: UrlRedirectId,
) -> Result<Option<UrlRedirect>, ApiError> {
    Ok(ctx
        .content()
        .redirects
        .load_one(id)
        .await?
        .map(UrlRedirect::new))
}

//! Titles and descriptions for search engines.

use super::texts;
use async_graphql::{Context, SimpleObject};
use souk_kernel::error::ApiError;
use std::borrow::Cow;

/// Title and description for search engines.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "SEO")]
pub struct Seo {
    /// Description; null if the merchant wrote none for search engines.
    pub description: Option<String>,
    /// Title; null if the merchant wrote none for search engines.
    pub title: Option<String>,
}

/// Title and description for search engines in the language of the request, from the texts the
/// merchant wrote for a resource.
///
/// # Errors
///
/// When the database fails.
pub async fn seo_of(
    ctx: &Context<'_>,
    id: i64,
    (title, description): (Option<&str>, Option<&str>),
) -> Result<Seo, ApiError> {
    let title = texts::optional_text(ctx, id, id, "meta_title", title).await?;
    let description = texts::optional_text(ctx, id, id, "meta_description", description).await?;
    Ok(Seo {
        title: title.map(Cow::into_owned),
        description: description.map(Cow::into_owned),
    })
}

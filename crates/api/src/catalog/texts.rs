//! Texts in the language of the request. The texts of a product and of its options and option
//! values are loaded in one query; nothing is loaded for the shop's own language.

use super::CatalogContext;
use crate::context::RequestContext;
use async_graphql::Context;
use souk_kernel::error::ApiError;
use souk_shop::catalog::texts::Translations;
pub use souk_shop::catalog::texts::{plain_text, text_digest, truncated_text};
use std::{borrow::Cow, sync::Arc};

/// The texts under `root` in the language of the request; `None` in the shop's own language.
///
/// # Errors
///
/// When the database fails.
pub async fn texts_of(ctx: &Context<'_>, root: i64) -> Result<Option<Arc<Translations>>, ApiError> {
    let audience = ctx.audience();
    if audience.locale.is_none() {
        return Ok(None);
    }
    let key = (root, audience.language);
    Ok(ctx.catalog().texts.load_one(key).await?)
}

/// The text `key` of `resource`, a part of `root`: its translation, or else the merchant's `own`
/// text.
///
/// # Errors
///
/// When the database fails.
pub async fn read_text<'a>(
    ctx: &Context<'_>,
    root: i64,
    resource: i64,
    key: &str,
    own: &'a str,
) -> Result<Cow<'a, str>, ApiError> {
    Ok(optional_text(ctx, root, resource, key, Some(own))
        .await?
        .unwrap_or(Cow::Borrowed(own)))
}

/// Like [`read_text`], for an optional text.
///
/// # Errors
///
/// When the database fails.
pub async fn optional_text<'a>(
    ctx: &Context<'_>,
    root: i64,
    resource: i64,
    key: &str,
    own: Option<&'a str>,
) -> Result<Option<Cow<'a, str>>, ApiError> {
    let texts = texts_of(ctx, root).await?;
    let translated = texts.as_ref().and_then(|texts| texts.get(resource, key));
    Ok(match translated {
        Some(text) => Some(Cow::Owned(text.to_owned())),
        None => own.map(Cow::Borrowed),
    })
}

/// The description of a resource without markup, at most `length` characters: that of its
/// translation, or else the merchant's `own`.
///
/// # Errors
///
/// When the database fails.
pub async fn description_of<'a>(
    ctx: &Context<'_>,
    id: i64,
    own: &'a str,
    length: Option<i32>,
) -> Result<Cow<'a, str>, ApiError> {
    let translated = match texts_of(ctx, id).await? {
        Some(texts) => texts.get(id, "body_html").map(plain_text),
        None => None,
    };
    let text = translated.map_or(Cow::Borrowed(own), Cow::Owned);
    Ok(truncated_text(text, length))
}

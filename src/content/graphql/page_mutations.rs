//! Changing pages.

use super::page::Page;
use crate::catalog::product_inputs::SeoInput;
use crate::{
    content::pages,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, outcome, user_errors},
    scalars::{DateTime, Html},
    visibility::writes_content,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::PageId;
use std::sync::Arc;

user_errors!(PageCreateUserError, PageCreateUserErrorCode, "pageCreate");
user_errors!(PageUpdateUserError, PageUpdateUserErrorCode, "pageUpdate");

/// A new page.
#[derive(InputObject, Clone, Debug)]
pub struct PageCreateInput {
    /// Text with markup.
    pub body: Option<Html>,
    /// Name in addresses; made from the title where absent.
    pub handle: Option<String>,
    /// Whether buyers see it; they do where absent.
    pub is_published: Option<bool>,
    /// When buyers see it; at once where absent.
    pub publish_date: Option<DateTime>,
    /// What search engines show.
    pub seo: Option<SeoInput>,
    /// Title.
    pub title: String,
}

/// What shall be other about a page. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PageUpdateInput {
    /// Text with markup.
    pub body: Option<Html>,
    /// Name in addresses.
    pub handle: Option<String>,
    /// Whether buyers see it.
    pub is_published: Option<bool>,
    /// When buyers see it.
    pub publish_date: Option<DateTime>,
    /// What search engines show.
    pub seo: Option<SeoInput>,
    /// Title.
    pub title: Option<String>,
}

/// What became of `pageCreate`.
#[derive(SimpleObject)]
pub struct PageCreatePayload {
    /// The page; null where it was refused.
    pub page: Option<Page>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<PageCreateUserError>,
}

/// What became of `pageUpdate`.
#[derive(SimpleObject)]
pub struct PageUpdatePayload {
    /// The page as it is now; null where the change was refused.
    pub page: Option<Page>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<PageUpdateUserError>,
}

/// Mutations of pages.
#[derive(Debug, Default)]
pub struct PageMutation;

#[Object]
impl PageMutation {
    /// Makes a page of text.
    #[graphql(visible = "writes_content")]
    async fn page_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The page.")] page: PageCreateInput,
    ) -> Option<Result<PageCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        Some(
            outcome(create(ctx, page).await)
                .map(|(page, user_errors)| PageCreatePayload { page, user_errors }),
        )
    }

    /// Changes a page.
    #[graphql(visible = "writes_content")]
    async fn page_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which page.")] id: ID,
        #[graphql(desc = "What shall be other.")] page: PageUpdateInput,
    ) -> Option<Result<PageUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        let id = match PageId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        Some(
            outcome(update(ctx, id, page).await)
                .map(|(page, user_errors)| PageUpdatePayload { page, user_errors }),
        )
    }
}

async fn create(ctx: &Context<'_>, input: PageCreateInput) -> Result<Page, ChangeError> {
    let draft = pages::validate_new(input)?;
    let row = pages::save(ctx.app(), None, &draft).await?;
    Ok(Page::new(Arc::new(row)))
}

async fn update(
    ctx: &Context<'_>,
    id: PageId,
    input: PageUpdateInput,
) -> Result<Page, ChangeError> {
    let draft = pages::validate(input)?;
    let row = pages::save(ctx.app(), Some(id), &draft).await?;
    Ok(Page::new(Arc::new(row)))
}

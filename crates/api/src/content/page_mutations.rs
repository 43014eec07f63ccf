//! Mutations for pages.

use super::page::Page;
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{ContentUserError, outcome},
    visibility::writes_content,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::PageId;
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::content::{
    ContentErrorCode,
    page_inputs::{PageCreateInput, PageUpdateInput},
    pages,
};
use std::sync::Arc;

/// Payload of `pageCreate`.
#[derive(SimpleObject)]
pub struct PageCreatePayload {
    /// The new page, or null if the input was rejected.
    pub page: Option<Page>,
    /// Errors in the input; empty on success.
    pub user_errors: List<ContentUserError>,
}

/// Payload of `pageUpdate`.
#[derive(SimpleObject)]
pub struct PageUpdatePayload {
    /// The updated page, or null if the change was rejected.
    pub page: Option<Page>,
    /// Errors in the input; empty on success.
    pub user_errors: List<ContentUserError>,
}

/// Mutations for pages.
#[derive(Debug, Default)]
pub struct PageMutation;

#[Object]
impl PageMutation {
    /// Creates a page.
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
            outcome(create(ctx, page).await).map(|(page, user_errors)| PageCreatePayload {
                page,
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Changes a page.
    #[graphql(visible = "writes_content")]
    async fn page_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the page.")] id: ID,
        #[graphql(desc = "The changes.")] page: PageUpdateInput,
    ) -> Option<Result<PageUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        let id = match PageId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        Some(
            outcome(update(ctx, id, page).await).map(|(page, user_errors)| PageUpdatePayload {
                page,
                user_errors: user_errors.into(),
            }),
        )
    }
}

async fn create(
    ctx: &Context<'_>,
    input: PageCreateInput,
) -> Result<Page, ChangeError<ContentErrorCode>> {
    let draft = pages::validate_new(input)?;
    let row = pages::save(ctx.app(), None, &draft).await?;
    Ok(Page::new(Arc::new(row)))
}

async fn update(
    ctx: &Context<'_>,
    id: PageId,
    input: PageUpdateInput,
) -> Result<Page, ChangeError<ContentErrorCode>> {
    let draft = pages::validate(input)?;
    let row = pages::save(ctx.app(), Some(id), &draft).await?;
    Ok(Page::new(Arc::new(row)))
}

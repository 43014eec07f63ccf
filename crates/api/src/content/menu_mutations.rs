//! Mutations for menus.

use super::menu::Menu;
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{ContentUserError, outcome},
    visibility::writes_content,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::{catalog::menu, ids::MenuId};
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::content::{
    ContentErrorCode,
    menu_inputs::{MenuItemCreateInput, MenuItemUpdateInput},
    menus,
};
use std::sync::Arc;

/// Payload of `menuCreate`.
#[derive(SimpleObject)]
pub struct MenuCreatePayload {
    /// The new menu, or null if the input was rejected.
    pub menu: Option<Menu>,
    /// Errors in the input; empty on success.
    pub user_errors: List<ContentUserError>,
}

/// Payload of `menuUpdate`.
#[derive(SimpleObject)]
pub struct MenuUpdatePayload {
    /// The updated menu, or null if the change was rejected.
    pub menu: Option<Menu>,
    /// Errors in the input; empty on success.
    pub user_errors: List<ContentUserError>,
}

/// Mutations for menus.
#[derive(Debug, Default)]
pub struct MenuMutation;

#[Object]
impl MenuMutation {
    /// Creates a menu with at most 250 items on three levels.
    #[graphql(visible = "writes_content")]
    async fn menu_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Title of the menu.")] title: String,
        #[graphql(desc = "Handle that clients look it up by, unique among menus.")] handle: String,
        #[graphql(desc = "Top-level items in order.")] items: Vec<MenuItemCreateInput>,
    ) -> Option<Result<MenuCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        Some(
            outcome(create(ctx, &title, &handle, items).await).map(|(row, user_errors)| {
                MenuCreatePayload {
                    menu: row.map(|row| Menu::new(Arc::new(row))),
                    user_errors: user_errors.into(),
                }
            }),
        )
    }

    /// Replaces the title and items of a menu. Items given with their id keep it, together with
    /// their translations.
    #[graphql(visible = "writes_content")]
    async fn menu_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the menu.")] id: ID,
        #[graphql(desc = "Title of the menu.")] title: String,
        #[graphql(desc = "New handle; unchanged by default.")] handle: Option<String>,
        #[graphql(desc = "Top-level items in order.")] items: Vec<MenuItemUpdateInput>,
    ) -> Option<Result<MenuUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        let id = match MenuId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        Some(
            outcome(update(ctx, id, &title, handle.as_deref(), items).await).map(
                |(row, user_errors)| MenuUpdatePayload {
                    menu: row.map(|row| Menu::new(Arc::new(row))),
                    user_errors: user_errors.into(),
                },
            ),
        )
    }
}

async fn create(
    ctx: &Context<'_>,
    title: &str,
    handle: &str,
    items: Vec<MenuItemCreateInput>,
) -> Result<menu::Model, ChangeError<ContentErrorCode>> {
    let draft = menus::validate_new(title, handle, items)?;
    menus::save_menu(ctx.app(), None, &draft).await
}

async fn update(
    ctx: &Context<'_>,
    id: MenuId,
    title: &str,
    handle: Option<&str>,
    items: Vec<MenuItemUpdateInput>,
) -> Result<menu::Model, ChangeError<ContentErrorCode>> {
    let draft = menus::validate_menu(title, handle, items)?;
    menus::save_menu(ctx.app(), Some(id), &draft).await
}

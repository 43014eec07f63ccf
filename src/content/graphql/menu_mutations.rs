//! Changing menus.

use super::menu::{Menu, MenuItemType};
use crate::{
    content::menus,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, outcome, user_errors},
    visibility::writes_content,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::{catalog::menu, ids::MenuId};
use std::sync::Arc;

user_errors!(MenuCreateUserError, MenuCreateUserErrorCode, "menuCreate");
user_errors!(MenuUpdateUserError, MenuUpdateUserErrorCode, "menuUpdate");

/// An entry of a new menu.
#[derive(InputObject, Clone, Debug)]
pub struct MenuItemCreateInput {
    /// Entries below it, down to the third level.
    pub items: Option<Vec<MenuItemCreateInput>>,
    /// The resource it leads to, of the kind the type says.
    pub resource_id: Option<ID>,
    /// Tags a collection is narrowed to.
    pub tags: Option<Vec<String>>,
    /// Text shown.
    pub title: String,
    /// What it leads to.
    #[graphql(name = "type")]
    pub kind: MenuItemType,
    /// Address it leads to, for entries that lead to no resource.
    pub url: Option<String>,
}

/// An entry of a menu.
#[derive(InputObject, Clone, Debug)]
pub struct MenuItemUpdateInput {
    /// The entry of the menu it is; a new one where absent.
    pub id: Option<ID>,
    /// Entries below it, down to the third level.
    pub items: Option<Vec<MenuItemUpdateInput>>,
    /// The resource it leads to, of the kind the type says.
    pub resource_id: Option<ID>,
    /// Tags a collection is narrowed to.
    pub tags: Option<Vec<String>>,
    /// Text shown.
    pub title: String,
    /// What it leads to.
    #[graphql(name = "type")]
    pub kind: MenuItemType,
    /// Address it leads to, for entries that lead to no resource.
    pub url: Option<String>,
}

impl From<MenuItemCreateInput> for MenuItemUpdateInput {
    fn from(input: MenuItemCreateInput) -> Self {
        let items = input.items;
        Self {
            id: None,
            items: items.map(|items| items.into_iter().map(Self::from).collect()),
            resource_id: input.resource_id,
            tags: input.tags,
            title: input.title,
            kind: input.kind,
            url: input.url,
        }
    }
}

/// What became of `menuCreate`.
#[derive(SimpleObject)]
pub struct MenuCreatePayload {
    /// The menu; null where it was refused.
    pub menu: Option<Menu>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<MenuCreateUserError>,
}

/// What became of `menuUpdate`.
#[derive(SimpleObject)]
pub struct MenuUpdatePayload {
    /// The menu as it is now; null where the change was refused.
    pub menu: Option<Menu>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<MenuUpdateUserError>,
}

/// Mutations of menus.
#[derive(Debug, Default)]
pub struct MenuMutation;

#[Object]
impl MenuMutation {
    /// Makes a menu of at most 250 entries on three levels.
    #[graphql(visible = "writes_content")]
    async fn menu_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Title.")] title: String,
        #[graphql(desc = "Name clients ask by, unique among menus.")] handle: String,
        #[graphql(desc = "Entries of the first level, in order.")] items: Vec<MenuItemCreateInput>,
    ) -> Option<Result<MenuCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteContent) {
            return Some(Err(error));
        }
        Some(
            outcome(create(ctx, &title, &handle, items).await).map(|(row, user_errors)| {
                MenuCreatePayload {
                    menu: row.map(|row| Menu::new(Arc::new(row))),
                    user_errors,
                }
            }),
        )
    }

    /// Replaces the title and the entries of a menu. Entries given with their id keep it, and with
    /// it their translations.
    #[graphql(visible = "writes_content")]
    async fn menu_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which menu.")] id: ID,
        #[graphql(desc = "Title.")] title: String,
        #[graphql(desc = "Name clients ask by; as it is where absent.")] handle: Option<String>,
        #[graphql(desc = "Entries of the first level, in order.")] items: Vec<MenuItemUpdateInput>,
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
                    user_errors,
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
) -> Result<menu::Model, ChangeError> {
    let draft = menus::validate_new(title, handle, items)?;
    menus::save(ctx.app(), None, &draft).await
}

async fn update(
    ctx: &Context<'_>,
    id: MenuId,
    title: &str,
    handle: Option<&str>,
    items: Vec<MenuItemUpdateInput>,
) -> Result<menu::Model, ChangeError> {
    let draft = menus::validate(title, handle, items)?;
    menus::save(ctx.app(), Some(id), &draft).await
}

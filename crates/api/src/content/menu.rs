//! Navigation menus.

use super::{ContentContext, addresses};
use crate::list::List;
use crate::{
    catalog,
    context::RequestContext,
    schema::{node::node_of, references::MenuItemResource},
};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{
    catalog::menu::{self, MenuItemKind},
    ids::{MenuId, MenuItemId},
};
use souk_kernel::{
    error::ApiError,
    ids::{Gid, gid},
    scalars::Url,
};
use souk_shop::content::{menu_inputs::MenuItemType, store};
use std::sync::Arc;

/// A menu with nested entries.
#[derive(Clone, Description)]
pub struct Menu(Arc<menu::Model>);

impl Menu {
    /// Wraps a menu row.
    pub fn new(row: Arc<menu::Model>) -> Self {
        Self(row)
    }

    fn items_of(&self, items: &[menu::MenuItem]) -> Vec<MenuItem> {
        items
            .iter()
            .map(|item| MenuItem::new(self.0.id, item))
            .collect()
    }
}

#[Object(use_type_description)]
impl Menu {
    /// Handle that clients query by.
    async fn handle(&self) -> &str {
        &self.0.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Top-level entries, in order.
    async fn items(&self) -> List<MenuItem> {
        self.items_of(&self.0.items.0).into()
    }

    /// Number of top-level entries.
    async fn items_count(&self) -> usize {
        self.0.items.0.len()
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let id = self.0.id.number();
        let title = catalog::read_text(ctx, id, id, "title", &self.0.title).await?;
        Ok(title.into_owned())
    }
}

/// An entry of a menu.
#[derive(Clone, Description)]
pub struct MenuItem {
    menu: MenuId,
    item: Arc<menu::MenuItem>,
}

impl MenuItem {
    /// Wraps an entry of the menu with this id.
    pub fn new(menu: MenuId, item: &menu::MenuItem) -> Self {
        Self {
            menu,
            item: Arc::new(item.clone()),
        }
    }

    /// Type and number of the resource it links to.
    fn target(&self) -> Option<(&'static str, i64)> {
        let kind = match self.item.kind {
            MenuItemKind::Article => "Article",
            MenuItemKind::Blog => "Blog",
            MenuItemKind::Collection => "Collection",
            MenuItemKind::Metaobject => "Metaobject",
            MenuItemKind::Page => "Page",
            MenuItemKind::Product => "Product",
            MenuItemKind::ShopPolicy => "ShopPolicy",
            MenuItemKind::Catalog
            | MenuItemKind::Collections
            | MenuItemKind::CustomerAccountPage
            | MenuItemKind::Frontpage
            | MenuItemKind::Http
            | MenuItemKind::Search => return None,
        };
        self.item.resource_id.map(|number| (kind, number))
    }

    async fn find_resource(&self, ctx: &Context<'_>) -> Result<Option<MenuItemResource>, ApiError> {
        let Some((kind, number)) = self.target() else {
            return Ok(None);
        };
        let node = node_of(ctx, kind, number).await?;
        Ok(node.and_then(MenuItemResource::from_node))
    }

    async fn address(&self, ctx: &Context<'_>) -> Result<Option<Url>, ApiError> {
        let own = || match self.item.url.as_deref() {
            Some(path) if path.starts_with('/') => Some(addresses::online_store_url_of(ctx, path)),
            Some(address) => Some(Url(address.to_owned())),
            None => None,
        };
        let path = match self.item.kind {
            MenuItemKind::Frontpage => "/",
            MenuItemKind::Catalog => "/collections/all",
            MenuItemKind::Collections => "/collections",
            MenuItemKind::Search => {
                return Ok(own().or_else(|| Some(addresses::online_store_url_of(ctx, "/search"))));
            }
            MenuItemKind::CustomerAccountPage => {
                let account = ctx.directory().shop.profile.customer_account_url.clone();
                return Ok(own().or(account.map(Url)));
            }
            MenuItemKind::Http => return Ok(own()),
            MenuItemKind::Article
            | MenuItemKind::Blog
            | MenuItemKind::Collection
            | MenuItemKind::Metaobject
            | MenuItemKind::Page
            | MenuItemKind::Product
            | MenuItemKind::ShopPolicy => {
                let Some(resource) = self.find_resource(ctx).await? else {
                    return Ok(None);
                };
                return resource.address(ctx, &self.item.tags).await;
            }
        };
        Ok(Some(addresses::online_store_url_of(ctx, path)))
    }
}

#[Object(use_type_description)]
impl MenuItem {
    /// Global id.
    async fn id(&self) -> ID {
        self.item.id.gid()
    }

    /// Entries below this one, in order.
    async fn items(&self) -> List<MenuItem> {
        let items = self.item.items.iter();
        items.map(|item| MenuItem::new(self.menu, item)).collect()
    }

    /// The linked resource; null if it links to none or the caller may not see it.
    async fn resource(&self, ctx: &Context<'_>) -> Option<Result<MenuItemResource, ApiError>> {
        self.find_resource(ctx).await.transpose()
    }

    /// Global id of the linked resource.
    async fn resource_id(&self) -> Option<ID> {
        self.target().map(|(kind, number)| gid(kind, number))
    }

    /// Tags that narrow a linked collection.
    async fn tags(&self) -> &[String] {
        &self.item.tags
    }

    /// Text shown.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let (root, id) = (self.menu.number(), self.item.id.number());
        let title = catalog::read_text(ctx, root, id, "title", &self.item.title).await?;
        Ok(title.into_owned())
    }

    /// What it links to.
    #[graphql(name = "type")]
    async fn kind(&self) -> MenuItemType {
        self.item.kind.into()
    }

    /// URL it links to; null if the linked resource is not visible to the caller.
    async fn url(&self, ctx: &Context<'_>) -> Option<Result<Url, ApiError>> {
        self.address(ctx).await.transpose()
    }
}

/// Queries for menus.
#[derive(Default)]
pub struct MenuQuery;

#[Object]
impl MenuQuery {
    /// Returns the menu with this handle, or null if there is none.
    async fn menu(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Handle of the menu.")] handle: String,
    ) -> Option<Result<Menu, ApiError>> {
        let db = ctx.app().databases.catalog.reader();
        let row = store::menu_by_handle(db, &handle).await;
        row.map(|row| row.map(|row| Menu::new(Arc::new(row))))
            .map_err(ApiError::from)
            .transpose()
    }
}

/// The menu with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn menu_by_id(ctx: &Context<'_>, id: MenuId) -> Result<Option<Menu>, ApiError> {
    Ok(ctx.content().menus.load_one(id).await?.map(Menu::new))
}

/// The entry with this id, in any menu.
///
/// # Errors
///
/// When the database fails.
pub async fn menu_item_by_id(
    ctx: &Context<'_>,
    id: MenuItemId,
) -> Result<Option<MenuItem>, ApiError> {
    let menus = store::menus(ctx.app().databases.catalog.reader()).await?;
    let found = menus
        .iter()
        .find_map(|menu| find(&menu.items.0, id).map(|item| MenuItem::new(menu.id, item)));
    Ok(found)
}

fn find(items: &[menu::MenuItem], id: MenuItemId) -> Option<&menu::MenuItem> {
    items.iter().find_map(|item| {
        if item.id == id {
            Some(item)
        } else {
            find(&item.items, id)
        }
    })
}

//! Inputs for menus.

use async_graphql::{Enum, ID, InputObject};
use souk_entities::catalog::menu::MenuItemKind;

/// What a menu entry links to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "MenuItemKind")]
pub enum MenuItemType {
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// All products.
    Catalog,
    /// A collection.
    Collection,
    /// The list of collections.
    Collections,
    /// A page of the customer's account.
    CustomerAccountPage,
    /// The home page.
    Frontpage,
    /// Any other URL.
    Http,
    /// A merchant-defined record.
    Metaobject,
    /// A page.
    Page,
    /// A product.
    Product,
    /// The search page.
    Search,
    /// A policy of the shop.
    ShopPolicy,
}

/// A new menu item.
#[derive(InputObject, Clone, Debug)]
pub struct MenuItemCreateInput {
    /// Child items. A menu has at most three levels.
    pub items: Option<Vec<MenuItemCreateInput>>,
    /// Id of the resource it links to, of the kind given by `type`.
    pub resource_id: Option<ID>,
    /// Tags that filter the collection it links to.
    pub tags: Option<Vec<String>>,
    /// Label of the item.
    pub title: String,
    /// What it links to.
    #[graphql(name = "type")]
    pub kind: MenuItemType,
    /// URL it links to, for types without a resource.
    pub url: Option<String>,
}

/// A menu item.
#[derive(InputObject, Clone, Debug)]
pub struct MenuItemUpdateInput {
    /// Id of the existing item; a new one is created by default.
    pub id: Option<ID>,
    /// Child items. A menu has at most three levels.
    pub items: Option<Vec<MenuItemUpdateInput>>,
    /// Id of the resource it links to, of the kind given by `type`.
    pub resource_id: Option<ID>,
    /// Tags that filter the collection it links to.
    pub tags: Option<Vec<String>>,
    /// Label of the item.
    pub title: String,
    /// What it links to.
    #[graphql(name = "type")]
    pub kind: MenuItemType,
    /// URL it links to, for types without a resource.
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

//! Navigation menus.
use crate::{
    Timestamp,
    ids::{MenuId, MenuItemId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Navigation menus.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "menu")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MenuId,
    /// Handle that clients query by. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Title.
    pub title: String,
    /// Top-level entries, which contain the entries below them.
    #[sea_orm(column_type = "JsonBinary")]
    pub items: MenuItems,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One menu entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MenuItem {
    /// Id.
    pub id: MenuItemId,
    /// Text shown.
    pub title: String,
    /// What it links to.
    pub kind: MenuItemKind,
    /// Number of the resource it links to.
    pub resource_id: Option<i64>,
    /// URL, for entries that link to no resource.
    pub url: Option<String>,
    /// Tags that narrow a linked collection.
    pub tags: Vec<String>,
    /// Entries below this one.
    pub items: Vec<MenuItem>,
}

json_column! {
    /// Entries in order.
    MenuItems(Vec<MenuItem>)
}

/// What an entry links to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MenuItemKind {
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// All products.
    Catalog,
    /// A collection.
    Collection,
    /// All collections.
    Collections,
    /// A page of the customer account.
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
    /// A policy.
    ShopPolicy,
}

//! Menus of the demo.

use super::{
    texts::{self, of_entry},
    values::{list, optional, parsed, strings, text},
};
use crate::{
    catalog,
    content::{self, MenuItemUpdateInput, validate_menu},
};
use anyhow::Context;
use async_graphql::ID;
use serde_json::Value;
use souk_entities::{
    catalog::{
        menu::{MenuItem, MenuItemKind},
        translation,
    },
    ids::MenuId,
};
use souk_kernel::{app::App, ids::Gid};
use std::collections::{HashMap, hash_map::Entry};

/// Ids of the resources that items link to, by their kind and name.
type Places = HashMap<(MenuItemKind, String), ID>;

/// Writes the menus. Those with the same handle are replaced.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    let mut places = Places::new();
    let mut translated = Vec::new();
    for entry in list(shop, "menus") {
        let handle = text(entry, "handle");
        find_places(app, entry, &mut places).await?;
        let draft = validate_menu(&text(entry, "title"), Some(&handle), items(entry, &places)?)?;
        let stored = content::menu_by_handle(app.databases.catalog.writer(), &handle).await?;
        let menu = content::save_menu(app, stored.map(|row| row.id), &draft).await?;
        translated.extend(of_entry(app, "Menu", menu.id.0, menu.id.0, entry));
        texts_of_items(app, menu.id, entry, &menu.items.0, &mut translated);
    }
    let txn = app.databases.catalog.begin().await?;
    texts::write(&txn, translated).await?;
    Ok(txn.commit().await?)
}

/// Adds the resources that the items of a menu link to.
async fn find_places(app: &App, menu: &Value, places: &mut Places) -> anyhow::Result<()> {
    let mut left: Vec<&Value> = list(menu, "items").iter().collect();
    while let Some(item) = left.pop() {
        left.extend(list(item, "items"));
        let Some(name) = optional(item, "resource") else {
            continue;
        };
        let kind: MenuItemKind = parsed(item, "type")?;
        if let Entry::Vacant(place) = places.entry((kind, name.clone())) {
            let id = resource(app, kind, item, &name).await?;
            place.insert(id.with_context(|| format!("menu: there is no {kind:?} {name}"))?);
        }
    }
    Ok(())
}

async fn resource(
    app: &App,
    kind: MenuItemKind,
    item: &Value,
    name: &str,
) -> anyhow::Result<Option<ID>> {
    let db = app.databases.catalog.writer();
    Ok(match kind {
        MenuItemKind::Blog => {
            let found = content::blog_by_handle(db, name).await?;
            found.map(|row| row.id.gid())
        }
        MenuItemKind::Collection => {
            let found = catalog::collection_by_handle(db, name).await?;
            found.map(|row| row.id.gid())
        }
        MenuItemKind::Page => {
            let found = content::page_by_handle(db, name).await?;
            found.map(|row| row.id.gid())
        }
        MenuItemKind::Product => {
            let found = catalog::product_by_handle(db, name).await?;
            found.map(|row| row.id.gid())
        }
        MenuItemKind::ShopPolicy => {
            let found = content::policies(db, &[parsed(item, "resource")?]).await?;
            found.first().map(|row| row.id.gid())
        }
        _ => None,
    })
}

fn items(above: &Value, places: &Places) -> anyhow::Result<Vec<MenuItemUpdateInput>> {
    let items = list(above, "items").iter().map(|entry| {
        let kind: MenuItemKind = parsed(entry, "type")?;
        let resource = (kind, text(entry, "resource"));
        Ok(MenuItemUpdateInput {
            id: None,
            items: Some(items(entry, places)?),
            resource_id: places.get(&resource).cloned(),
            tags: Some(strings(entry, "tags")),
            title: text(entry, "title"),
            kind: kind.into(),
            url: optional(entry, "url"),
        })
    });
    items.collect()
}

/// Adds the translated texts of the items of `above`, which were written as `written`.
fn texts_of_items(
    app: &App,
    root: MenuId,
    above: &Value,
    written: &[MenuItem],
    translated: &mut Vec<translation::Model>,
) {
    for (entry, item) in list(above, "items").iter().zip(written) {
        translated.extend(of_entry(app, "MenuItem", item.id.0, root.0, entry));
        texts_of_items(app, root, entry, &item.items, translated);
    }
}

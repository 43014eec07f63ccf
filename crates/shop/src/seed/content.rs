//! Definitions, metaobjects, pages, policies, menus and redirects of the demo.

use super::{
    texts::{self, of_entry},
    values::{known, list, optional, parsed, strings, text, time},
};
use crate::content::pages::{self, PageDraft, Publish};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;
use souk_entities::{
    catalog::{
        blog, collection,
        menu::{self, MenuItem, MenuItemKind, MenuItems},
        metafield_definition,
        metaobject::{self, MetaobjectField, MetaobjectFields},
        metaobject_definition::{self, FieldDefinitions},
        page, product, shop_policy, translation, url_redirect,
    },
    ids::{
        BlogId, CollectionId, MenuId, MetafieldDefinitionId, MetaobjectDefinitionId, MetaobjectId,
        PageId, ProductId, ShopPolicyId, UrlRedirectId,
    },
};
use souk_kernel::{app::App, events::Event, rows};
use std::collections::HashMap;

/// Kinds of owners as ids name them.
pub(crate) fn owner_type(name: &str) -> &str {
    match name {
        "PRODUCT" => "Product",
        "PRODUCTVARIANT" => "ProductVariant",
        "COLLECTION" => "Collection",
        "PAGE" => "Page",
        "LOCATION" => "Location",
        "SHOP" => "Shop",
        other => other,
    }
}

/// Writes what custom fields and records look like, and the records: products refer to them.
pub(crate) async fn definitions(app: &App, shop: &Value) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let now = app.clock.now();
    use metafield_definition as definition;
    let (key, id) = (definition::Column::Key, definition::Column::Id);
    let known_fields: HashMap<String, MetafieldDefinitionId> =
        known::<definition::Entity, _>(&txn, key, id).await?;
    let mut fields = Vec::new();
    if known_fields.is_empty() {
        for entry in list(shop, "metafieldDefinitions") {
            fields.push(definition::Model {
                id: app.next_id(),
                owner_type: owner_type(&text(entry, "ownerType")).to_owned(),
                namespace: text(entry, "namespace"),
                key: text(entry, "key"),
                kind: text(entry, "type"),
                name: text(entry, "name"),
                description: optional(entry, "description"),
                validations: parsed(entry, "validations")?,
                storefront_visible: entry["access"]["storefront"] == "PUBLIC_READ",
                filterable: true,
                created_at: now,
                updated_at: now,
            });
        }
    }
    rows::upsert::<definition::Entity>(&txn, fields).await?;
    records(app, &txn, shop).await?;
    Ok(txn.commit().await?)
}

async fn records(app: &App, txn: &DatabaseTransaction, shop: &Value) -> anyhow::Result<()> {
    let now = app.clock.now();
    use metaobject_definition as definition;
    let (kind, id) = (definition::Column::Kind, definition::Column::Id);
    let stored: HashMap<String, MetaobjectDefinitionId> =
        known::<definition::Entity, _>(txn, kind, id).await?;
    let mut definitions: HashMap<String, definition::Model> = HashMap::new();
    for entry in list(shop, "metaobjectDefinitions") {
        let kind = text(entry, "type");
        let fields: FieldDefinitions = parsed(entry, "fieldDefinitions")?;
        let row = definition::Model {
            id: stored.get(&kind).copied().unwrap_or_else(|| app.next_id()),
            kind: kind.clone(),
            name: text(entry, "name"),
            fields,
            storefront_visible: entry["access"]["storefront"] == "PUBLIC_READ",
            online_store_path: None,
            created_at: now,
            updated_at: now,
        };
        definitions.insert(kind, row);
    }
    let (handle, id) = (metaobject::Column::Handle, metaobject::Column::Id);
    let stored: HashMap<String, MetaobjectId> =
        known::<metaobject::Entity, _>(txn, handle, id).await?;
    let (mut found, mut translated) = (Vec::new(), Vec::new());
    for entry in list(shop, "metaobjects") {
        let (kind, handle) = (text(entry, "type"), text(entry, "handle"));
        let id = stored
            .get(&handle)
            .copied()
            .unwrap_or_else(|| app.next_id());
        translated.extend(of_entry(app, "Metaobject", id.0, id.0, entry));
        let shape = definitions.get(&kind).map(|row| row.fields.0.as_slice());
        let fields = shape.unwrap_or_default().iter().map(|field| {
            let values = list(entry, "fields").iter();
            let value = values.clone().find(|value| value["key"] == *field.key);
            MetaobjectField {
                key: field.key.clone(),
                kind: field.kind.clone(),
                value: value.and_then(|value| optional(value, "value")),
            }
        });
        found.push(metaobject::Model {
            id,
            kind,
            handle,
            fields: MetaobjectFields(fields.collect()),
            seo_title: None,
            seo_description: None,
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<definition::Entity>(txn, definitions.into_values().collect()).await?;
    rows::upsert::<metaobject::Entity>(txn, found).await?;
    texts::write(txn, translated).await?;
    Ok(())
}

/// Writes pages, blogs, policies, redirects and the menus that lead to them.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let mut translated = of_entry(app, "Shop", 1, 1, &shop["shop"]);
    let mut places = Places::default();
    write_pages(app, &txn, shop, &mut places, &mut translated).await?;
    blogs(app, &txn, shop, &mut places, &mut translated).await?;
    policies(app, &txn, shop, &mut places, &mut translated).await?;
    redirects(app, &txn, shop).await?;
    let (handle, id) = (collection::Column::Handle, collection::Column::Id);
    let found: HashMap<String, CollectionId> =
        known::<collection::Entity, _>(&txn, handle, id).await?;
    places.add(MenuItemKind::Collection, found, |id| id.0);
    let (handle, id) = (product::Column::Handle, product::Column::Id);
    let found: HashMap<String, ProductId> = known::<product::Entity, _>(&txn, handle, id).await?;
    places.add(MenuItemKind::Product, found, |id| id.0);
    menus(app, &txn, shop, &places, &mut translated).await?;
    texts::write(&txn, translated).await?;
    Ok(txn.commit().await?)
}

/// Resources that menu items may link to.
#[derive(Default)]
struct Places(HashMap<(MenuItemKind, String), i64>);

impl Places {
    fn add<I>(&mut self, kind: MenuItemKind, found: HashMap<String, I>, number: fn(I) -> i64) {
        let entries = found.into_iter();
        self.0
            .extend(entries.map(|(name, id)| ((kind, name), number(id))));
    }
}

/// Tells that a page, blog or article was written.
pub(crate) fn changed(kind: &str, id: i64) -> Event {
    Event::ContentChanged {
        resource: kind.to_owned(),
        id,
    }
}

async fn write_pages(
    app: &App,
    db: &DatabaseTransaction,
    shop: &Value,
    places: &mut Places,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let (handle, id) = (page::Column::Handle, page::Column::Id);
    let mut ids: HashMap<String, PageId> = known::<page::Entity, _>(db, handle, id).await?;
    for entry in list(shop, "pages") {
        let handle = text(entry, "handle");
        let seo = &entry["seo"];
        let draft = PageDraft {
            handle: Some(handle.clone()),
            title: Some(text(entry, "title")),
            body: Some(text(entry, "body")),
            seo: Some((optional(seo, "title"), optional(seo, "description"))),
            publish: Publish::Keep,
            created_at: time(entry, "createdAt"),
        };
        let id = pages::write(app, db, ids.get(&handle).copied(), &draft)
            .await?
            .id;
        ids.insert(handle, id);
        translated.extend(of_entry(app, "Page", id.0, id.0, entry));
    }
    places.add(MenuItemKind::Page, ids, |id| id.0);
    Ok(())
}

async fn blogs(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    places: &mut Places,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let (handle, id) = (blog::Column::Handle, blog::Column::Id);
    let mut ids: HashMap<String, BlogId> = known::<blog::Entity, _>(db, handle, id).await?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(shop, "blogs") {
        let handle = text(entry, "handle");
        let id = *ids.entry(handle.clone()).or_insert_with(|| app.next_id());
        translated.extend(of_entry(app, "Blog", id.0, id.0, entry));
        super::articles::write(app, db, id, entry, translated).await?;
        found.push(blog::Model {
            id,
            handle,
            title: text(entry, "title"),
            seo_title: optional(&entry["seo"], "title"),
            seo_description: optional(&entry["seo"], "description"),
            created_at: now,
            updated_at: now,
        });
    }
    let events: Vec<Event> = found.iter().map(|row| changed("Blog", row.id.0)).collect();
    rows::upsert::<blog::Entity>(db, found).await?;
    app.publish(db, &events).await?;
    places.add(MenuItemKind::Blog, ids, |id| id.0);
    Ok(())
}

async fn policies(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    places: &mut Places,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let (kind, id) = (shop_policy::Column::Kind, shop_policy::Column::Id);
    let mut ids: HashMap<String, ShopPolicyId> =
        known::<shop_policy::Entity, _>(db, kind, id).await?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(shop, "policies") {
        let id = *ids
            .entry(text(entry, "type"))
            .or_insert_with(|| app.next_id());
        translated.extend(of_entry(app, "ShopPolicy", id.0, id.0, entry));
        found.push(shop_policy::Model {
            id,
            kind: parsed(entry, "type")?,
            handle: text(entry, "handle"),
            title: text(entry, "title"),
            body: text(entry, "body"),
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<shop_policy::Entity>(db, found).await?;
    places.add(MenuItemKind::ShopPolicy, ids, |id| id.0);
    Ok(())
}

async fn redirects(app: &App, db: &impl ConnectionTrait, shop: &Value) -> anyhow::Result<()> {
    let (path, id) = (url_redirect::Column::Path, url_redirect::Column::Id);
    let stored: HashMap<String, UrlRedirectId> =
        known::<url_redirect::Entity, _>(db, path, id).await?;
    let redirect = |entry: &Value| {
        let path = text(entry, "path");
        url_redirect::Model {
            id: stored.get(&path).copied().unwrap_or_else(|| app.next_id()),
            path,
            target: text(entry, "target"),
        }
    };
    let found = list(shop, "redirects").iter().map(redirect).collect();
    rows::upsert::<url_redirect::Entity>(db, found).await?;
    Ok(())
}

async fn menus(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    places: &Places,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let (handle, id) = (menu::Column::Handle, menu::Column::Id);
    let stored: HashMap<String, MenuId> = known::<menu::Entity, _>(db, handle, id).await?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(shop, "menus") {
        let handle = text(entry, "handle");
        let id = stored
            .get(&handle)
            .copied()
            .unwrap_or_else(|| app.next_id());
        translated.extend(of_entry(app, "Menu", id.0, id.0, entry));
        found.push(menu::Model {
            id,
            handle,
            title: text(entry, "title"),
            items: MenuItems(items(app, id, entry, places, translated)?),
            created_at: now,
            updated_at: now,
        });
    }
    rows::upsert::<menu::Entity>(db, found).await?;
    Ok(())
}

fn items(
    app: &App,
    root: MenuId,
    above: &Value,
    places: &Places,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<Vec<MenuItem>> {
    let mut found = Vec::new();
    for entry in list(above, "items") {
        let id: souk_entities::ids::MenuItemId = app.next_id();
        translated.extend(of_entry(app, "MenuItem", id.0, root.0, entry));
        let kind: MenuItemKind = parsed(entry, "type")?;
        found.push(MenuItem {
            id,
            title: text(entry, "title"),
            kind,
            resource_id: places.0.get(&(kind, text(entry, "resource"))).copied(),
            url: optional(entry, "url"),
            tags: strings(entry, "tags"),
            items: items(app, root, entry, places, translated)?,
        });
    }
    Ok(found)
}

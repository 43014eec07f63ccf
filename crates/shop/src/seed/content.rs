//! Definitions, metaobjects, pages, policies and redirects of the demo.

use super::{
    events::content_changed,
    texts::{self, of_entry},
    values::{list, optional, parsed, text, time},
};
use crate::{
    catalog,
    content::{self, PageDraft, Publish},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;
use souk_entities::catalog::{
    blog, metafield_definition,
    metaobject::{self, MetaobjectField, MetaobjectFields},
    metaobject_definition::{self, FieldDefinitions},
    shop_policy::{self, ShopPolicyKind},
    translation, url_redirect,
};
use souk_kernel::{app::App, events::Event};
use std::collections::{HashMap, HashSet};

/// The resource type of an owner as used in global ids.
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

/// Writes the definitions of custom fields and metaobjects, and the metaobjects, which products
/// refer to.
pub(crate) async fn definitions(app: &App, shop: &Value) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let now = app.clock.now();
    let mut fields = Vec::new();
    if !catalog::has_metafield_definitions(&txn).await? {
        for entry in list(shop, "metafieldDefinitions") {
            fields.push(metafield_definition::Model {
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
    catalog::insert_metafield_definitions(&txn, fields).await?;
    records(app, &txn, shop).await?;
    Ok(txn.commit().await?)
}

async fn records(app: &App, txn: &DatabaseTransaction, shop: &Value) -> anyhow::Result<()> {
    let now = app.clock.now();
    let kinds: Vec<String> = list(shop, "metaobjectDefinitions")
        .iter()
        .map(|entry| text(entry, "type"))
        .collect();
    let stored = content::metaobject_definitions(txn, &kinds).await?;
    let mut definitions: HashMap<String, metaobject_definition::Model> = HashMap::new();
    for entry in list(shop, "metaobjectDefinitions") {
        let kind = text(entry, "type");
        let fields: FieldDefinitions = parsed(entry, "fieldDefinitions")?;
        let before = stored.iter().find(|row| row.kind == kind);
        let row = metaobject_definition::Model {
            id: before.map_or_else(|| app.next_id(), |row| row.id),
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
    let (mut found, mut translated) = (Vec::new(), Vec::new());
    for entry in list(shop, "metaobjects") {
        let (kind, handle) = (text(entry, "type"), text(entry, "handle"));
        let stored = content::metaobject_by_handle(txn, &kind, &handle).await?;
        let id = stored.map_or_else(|| app.next_id(), |row| row.id);
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
    let definitions = definitions.into_values().collect();
    content::upsert_metaobject_definitions(txn, definitions).await?;
    content::upsert_metaobjects(txn, found).await?;
    texts::write(txn, translated).await?;
    Ok(())
}

/// Writes pages, blogs, policies and redirects.
pub(crate) async fn write(app: &App, shop: &Value) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let mut translated = of_entry(app, "Shop", 1, 1, &shop["shop"]);
    write_pages(app, &txn, shop, &mut translated).await?;
    blogs(app, &txn, shop, &mut translated).await?;
    policies(app, &txn, shop, &mut translated).await?;
    redirects(app, &txn, shop).await?;
    texts::write(&txn, translated).await?;
    Ok(txn.commit().await?)
}

async fn write_pages(
    app: &App,
    db: &DatabaseTransaction,
    shop: &Value,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
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
        let stored = content::page_by_handle(db, &handle).await?;
        let id = content::write_page(app, db, stored.map(|row| row.id), &draft)
            .await?
            .id;
        translated.extend(of_entry(app, "Page", id.0, id.0, entry));
    }
    Ok(())
}

async fn blogs(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(shop, "blogs") {
        let handle = text(entry, "handle");
        let stored = content::blog_by_handle(db, &handle).await?;
        let id = stored.map_or_else(|| app.next_id(), |row| row.id);
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
    let events: Vec<Event> = found
        .iter()
        .map(|row| content_changed("Blog", row.id.0))
        .collect();
    content::upsert_blogs(db, found).await?;
    Ok(app.publish(db, &events).await?)
}

async fn policies(
    app: &App,
    db: &impl ConnectionTrait,
    shop: &Value,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let kinds = list(shop, "policies").iter();
    let kinds = kinds.map(|entry| parsed(entry, "type"));
    let kinds: Vec<ShopPolicyKind> = kinds.collect::<anyhow::Result<_>>()?;
    let stored = content::policies(db, &kinds).await?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for (entry, kind) in list(shop, "policies").iter().zip(kinds) {
        let before = stored.iter().find(|row| row.kind == kind);
        let id = before.map_or_else(|| app.next_id(), |row| row.id);
        translated.extend(of_entry(app, "ShopPolicy", id.0, id.0, entry));
        found.push(shop_policy::Model {
            id,
            kind,
            handle: text(entry, "handle"),
            title: text(entry, "title"),
            body: text(entry, "body"),
            created_at: now,
            updated_at: now,
        });
    }
    Ok(content::upsert_policies(db, found).await?)
}

async fn redirects(app: &App, db: &impl ConnectionTrait, shop: &Value) -> anyhow::Result<()> {
    let (mut found, mut known) = (Vec::new(), HashSet::new());
    for entry in list(shop, "redirects") {
        let path = text(entry, "path");
        let stored = content::redirect_from(db, &path).await?;
        known.extend(stored.as_ref().map(|row| row.id));
        found.push(url_redirect::Model {
            id: stored.map_or_else(|| app.next_id(), |row| row.id),
            path,
            target: text(entry, "target"),
        });
    }
    let is_new = |row: &url_redirect::Model| !known.contains(&row.id);
    Ok(content::save_redirects(db, found, is_new).await?)
}

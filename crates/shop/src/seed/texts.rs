//! Translations of the demo.

use super::products::Saved;
use crate::catalog;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;
use souk_entities::catalog::{metafield, translation};
use souk_kernel::app::App;
use std::collections::HashMap;

/// The language of the translations.
const LOCALE: &str = "de";

fn row(
    app: &App,
    (resource_type, resource_id, root_id): (&str, i64, i64),
    key: &str,
    value: &str,
) -> translation::Model {
    translation::Model {
        resource_type: resource_type.to_owned(),
        resource_id,
        locale: LOCALE.to_owned(),
        key: key.to_owned(),
        root_id,
        value: value.to_owned(),
        updated_at: app.clock.now(),
    }
}

/// The texts that an entry carries under `translations`, but for those of custom fields.
pub(crate) fn of_entry(
    app: &App,
    resource_type: &str,
    id: i64,
    root: i64,
    entry: &Value,
) -> Vec<translation::Model> {
    of_object(
        app,
        (resource_type, id, root),
        &entry["translations"][LOCALE],
    )
}

fn of_object(app: &App, owner: (&str, i64, i64), texts: &Value) -> Vec<translation::Model> {
    let texts = texts.as_object().into_iter().flatten();
    let own = texts.filter(|(key, _)| !key.contains('.'));
    own.filter_map(|(key, text)| Some(row(app, owner, key, text.as_str()?)))
        .collect()
}

/// The text of a custom field that its owner carries under `namespace.key`.
pub(crate) fn of_field(
    app: &App,
    field: &metafield::Model,
    owner: &Value,
) -> Option<translation::Model> {
    let name = format!("{}.{}", field.namespace, field.key);
    let text = owner["translations"][LOCALE][name].as_str()?;
    let resource = ("Metafield", field.id.0, field.owner_id);
    Some(row(app, resource, "value", text))
}

pub(crate) async fn write(
    db: &impl ConnectionTrait,
    texts: Vec<translation::Model>,
) -> Result<(), DbErr> {
    catalog::upsert_translations(db, texts).await
}

/// Texts of products, their options, values and custom fields, by handle.
pub(crate) async fn products(app: &App, texts: &Value, saved: &Saved) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let ids: Vec<i64> = saved.values().map(|product| product.id.0).collect();
    let fields = catalog::metafields_of_kind(&txn, "Product", &ids).await?;
    let mut field_of: HashMap<(i64, String), i64> = HashMap::new();
    for field in fields {
        let name = format!("{}.{}", field.namespace, field.key);
        field_of.insert((field.owner_id, name), field.id.0);
    }
    let mut found = Vec::new();
    for (handle, texts) in texts.as_object().into_iter().flatten() {
        let Some(product) = saved.get(handle) else {
            continue;
        };
        let root = product.id.0;
        found.extend(of_object(app, ("Product", root, root), texts));
        for option in &product.options.0 {
            let texts = &texts["options"][&option.name];
            if let Some(name) = texts["name"].as_str() {
                found.push(row(app, ("ProductOption", option.id.0, root), "name", name));
            }
            for value in &option.values {
                if let Some(name) = texts["values"][&value.name].as_str() {
                    let owner = ("ProductOptionValue", value.id.0, root);
                    found.push(row(app, owner, "name", name));
                }
            }
        }
        for (name, text) in texts["metafields"].as_object().into_iter().flatten() {
            let id = field_of.get(&(root, name.clone()));
            if let (Some(&id), Some(text)) = (id, text.as_str()) {
                found.push(row(app, ("Metafield", id, root), "value", text));
            }
        }
    }
    write(&txn, found).await?;
    Ok(txn.commit().await?)
}

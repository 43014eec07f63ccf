//! Translations of the demo's products.

use super::{
    products::Saved,
    texts::{of_object, row, write},
};
use crate::catalog;
use serde_json::Value;
use souk_kernel::app::App;
use std::collections::HashMap;

/// Texts of products, their options, values and custom fields, by handle.
pub(crate) async fn write_product_texts(
    app: &App,
    texts: &Value,
    saved: &Saved,
) -> anyhow::Result<()> {
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

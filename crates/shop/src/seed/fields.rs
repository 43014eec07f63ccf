//! Custom fields of resources other than products.

use super::{
    texts,
    values::{list, optional, text},
};
use crate::{
    catalog::{
        self, ExpectedMetafield, FieldChange, MOST_AT_ONCE, MetafieldInput, MetafieldOwner,
        ProductNames,
    },
    content, operations,
};
use serde_json::Value;
use souk_entities::ids::LocationId;
use souk_kernel::app::App;
use std::collections::HashMap;

/// Writes the custom fields of the shop, its locations, collections and pages.
pub(crate) async fn write(
    app: &App,
    shop: &Value,
    locations: &HashMap<String, LocationId>,
) -> anyhow::Result<()> {
    let db = app.databases.catalog.writer();
    let mut owners: Vec<(MetafieldOwner, &Value)> = vec![(("Shop", 1), &shop["shop"])];
    for entry in list(shop, "locations") {
        let found = locations.get(&text(entry, "name"));
        owners.extend(found.map(|id| (("Location", id.0), entry)));
    }
    for entry in list(shop, "collections") {
        let found = catalog::collection_by_handle(db, &text(entry, "handle")).await?;
        owners.extend(found.map(|row| (("Collection", row.id.0), entry)));
    }
    for entry in list(shop, "pages") {
        let found = content::page_by_handle(db, &text(entry, "handle")).await?;
        owners.extend(found.map(|row| (("Page", row.id.0), entry)));
    }
    of_owners(app, &owners).await
}

async fn of_owners(app: &App, owners: &[(MetafieldOwner, &Value)]) -> anyhow::Result<()> {
    let fields = owners.iter().flat_map(|&(owner, entry)| {
        let fields = list(entry, "metafields").iter();
        fields.map(move |field| (owner, entry, input(field)))
    });
    let fields: Vec<(MetafieldOwner, &Value, MetafieldInput)> = fields.collect();
    let inputs = fields.iter().map(|(_, _, input)| input.clone()).collect();
    let names = ProductNames::of_metafields(app, inputs).await?;
    let mut changes = Vec::new();
    let mut entries = Vec::new();
    for (owner, entry, input) in fields {
        changes.push(FieldChange {
            owner,
            field: catalog::validate_metafield(input, &names, owner.0, "metafields")?,
            expected: ExpectedMetafield::Anything,
        });
        entries.push(entry);
    }
    let mut written = Vec::new();
    for changes in changes.chunks(MOST_AT_ONCE) {
        written.extend(operations::set_metafields(app, changes).await?);
    }
    let translated = written.iter().zip(entries);
    let translated = translated.filter_map(|(row, entry)| texts::of_field(app, row, entry));
    let txn = app.databases.catalog.begin().await?;
    texts::write(&txn, translated.collect()).await?;
    Ok(txn.commit().await?)
}

fn input(field: &Value) -> MetafieldInput {
    MetafieldInput {
        key: optional(field, "key"),
        namespace: optional(field, "namespace"),
        kind: optional(field, "type"),
        value: optional(field, "value"),
    }
}

//! Custom fields of resources other than products.

use super::{
    content::owner_type,
    texts,
    values::{known, list, text},
};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use souk_entities::{
    catalog::{collection, metafield, page},
    ids::{CollectionId, LocationId, MetafieldId, PageId},
};
use souk_kernel::{app::App, rows};
use std::collections::HashMap;

/// A resource with custom fields: its kind as in definitions, its number and its entry.
type Owner<'a> = (&'static str, i64, &'a Value);

/// Writes the custom fields of the shop, its locations, collections and pages.
pub(crate) async fn write(
    app: &App,
    shop: &Value,
    locations: &HashMap<String, LocationId>,
) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let (handle, id) = (collection::Column::Handle, collection::Column::Id);
    let collections: HashMap<String, CollectionId> =
        known::<collection::Entity, _>(&txn, handle, id).await?;
    let (handle, id) = (page::Column::Handle, page::Column::Id);
    let pages: HashMap<String, PageId> = known::<page::Entity, _>(&txn, handle, id).await?;
    let named = |key, name| {
        list(shop, key)
            .iter()
            .map(move |entry| (text(entry, name), entry))
    };
    let mut owners: Vec<Owner> = vec![("SHOP", 1, &shop["shop"])];
    for (name, entry) in named("locations", "name") {
        owners.extend(locations.get(&name).map(|id| ("LOCATION", id.0, entry)));
    }
    for (handle, entry) in named("collections", "handle") {
        owners.extend(
            collections
                .get(&handle)
                .map(|id| ("COLLECTION", id.0, entry)),
        );
    }
    for (handle, entry) in named("pages", "handle") {
        owners.extend(pages.get(&handle).map(|id| ("PAGE", id.0, entry)));
    }
    of_owners(app, &txn, &owners).await?;
    Ok(txn.commit().await?)
}

async fn of_owners(
    app: &App,
    db: &impl ConnectionTrait,
    owners: &[Owner<'_>],
) -> anyhow::Result<()> {
    let ids: Vec<i64> = owners.iter().map(|(_, id, _)| *id).collect();
    let stored = rows::find::<metafield::Entity, _>(db, metafield::Column::OwnerId, &ids).await?;
    let name = |row: metafield::Model| (row.owner_type, row.owner_id, row.namespace, row.key);
    let stored: HashMap<_, MetafieldId> = stored
        .into_iter()
        .map(|row| (name(row.clone()), row.id))
        .collect();
    let now = app.clock.now();
    let (mut found, mut translated) = (Vec::new(), Vec::new());
    for &(kind, owner_id, entry) in owners {
        for field in list(entry, "metafields") {
            let mut row = metafield::Model {
                id: app.next_id(),
                owner_type: owner_type(kind).to_owned(),
                owner_id,
                namespace: text(field, "namespace"),
                key: text(field, "key"),
                kind: text(field, "type"),
                value: text(field, "value"),
                created_at: now,
                updated_at: now,
            };
            row.id = stored.get(&name(row.clone())).copied().unwrap_or(row.id);
            translated.extend(texts::of_field(app, &row, entry));
            found.push(row);
        }
    }
    rows::upsert::<metafield::Entity>(db, found).await?;
    texts::write(db, translated).await?;
    Ok(())
}

//! Translations of the demo.

use crate::catalog;
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;
use souk_entities::catalog::{metafield, translation};
use souk_kernel::app::App;

/// The language of the translations.
const LOCALE: &str = "de";

/// A text of a resource in the language of the translations.
pub(crate) fn row(
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

/// The texts of an entry under `translations`, except those of custom fields.
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

/// The texts of an object by key, except those of custom fields.
pub(crate) fn of_object(
    app: &App,
    owner: (&str, i64, i64),
    texts: &Value,
) -> Vec<translation::Model> {
    let texts = texts.as_object().into_iter().flatten();
    let own = texts.filter(|(key, _)| !key.contains('.'));
    own.filter_map(|(key, text)| Some(row(app, owner, key, text.as_str()?)))
        .collect()
}

/// The text of a custom field: in its owner, under `namespace.key`.
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

/// Saves translations.
pub(crate) async fn write(
    db: &impl ConnectionTrait,
    texts: Vec<translation::Model>,
) -> Result<(), DbErr> {
    catalog::upsert_translations(db, texts).await
}

//! Reads values of the demo files.

use crate::catalog::CatalogErrorCode;
use chrono::DateTime;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QuerySelect, TryGetable};
use serde::de::DeserializeOwned;
use serde_json::Value;
use souk_entities::{
    Timestamp,
    catalog::product::{Media, MediaKind, Picture},
};
use souk_kernel::{app::App, validators as checks};
use std::collections::HashMap;

/// Maximum number of stored rows of a kind that are looked up by name.
const MOST: u64 = 10_000;

pub(crate) fn optional(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

pub(crate) fn text(value: &Value, key: &str) -> String {
    optional(value, key).unwrap_or_default()
}

pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

pub(crate) fn strings(value: &Value, key: &str) -> Vec<String> {
    let entries = list(value, key).iter();
    entries
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

pub(crate) fn parsed<T: DeserializeOwned>(value: &Value, key: &str) -> anyhow::Result<T> {
    Ok(serde_json::from_value(value[key].clone())?)
}

pub(crate) fn time(value: &Value, key: &str) -> Option<Timestamp> {
    let instant = DateTime::parse_from_rfc3339(value[key].as_str()?).ok()?;
    Some(Timestamp(instant.timestamp_millis()))
}

pub(crate) fn medium(app: &App, value: &Value) -> Option<Media> {
    let pixels = |key: &str| {
        value[key]
            .as_i64()
            .and_then(|number| i32::try_from(number).ok())
    };
    Some(Media {
        id: app.next_id(),
        kind: MediaKind::Image,
        source: optional(value, "originalSource")?,
        alt: optional(value, "alt"),
        width: pixels("width"),
        height: pixels("height"),
        preview: None,
    })
}

pub(crate) fn picture(app: &App, value: &Value) -> Option<Picture> {
    medium(app, value).map(|medium| Picture(Some(medium)))
}

/// A decimal fraction in parts of `scale`, which is a power of ten: `0.19` of 100 is 19.
pub(crate) fn scaled(text: &str, digits: usize) -> anyhow::Result<i64> {
    Ok(checks::scaled::<CatalogErrorCode>(text, digits, text)?)
}

/// Ids of stored rows by their name.
pub(crate) async fn known<E: EntityTrait, I: TryGetable>(
    db: &impl ConnectionTrait,
    name: E::Column,
    id: E::Column,
) -> Result<HashMap<String, I>, DbErr> {
    let query = E::find().select_only().column(name).column(id);
    let rows: Vec<(String, I)> = query.limit(MOST).into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

//! Reads values of the demo files.

use crate::catalog::CatalogErrorCode;
use chrono::DateTime;
use serde::de::DeserializeOwned;
use serde_json::Value;
use souk_entities::{
    Timestamp,
    catalog::product::{Media, MediaKind, Picture},
};
use souk_kernel::{app::App, validators as checks};

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
pub(crate) fn scaled(text: &str, digits: u32) -> anyhow::Result<i64> {
    Ok(checks::scaled::<CatalogErrorCode>(text, digits, text)?)
}

//! Identifies a request with a key: its caller and what it asks for.

use crate::{
    context::RequestContext,
    keys::{self, KEY_BYTES},
    market::audience::Audience,
    viewer::Viewer,
};
use async_graphql::{Context, SelectionField, ServerResult, Value};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Computes digests of requests. Input may hold secrets, such as a gift card code, that nobody must
/// find by trying, so the digests need a key of the shop.
#[derive(Clone)]
pub struct FingerprintKeys([u8; KEY_BYTES]);

impl crate::app::Part for FingerprintKeys {}

impl FingerprintKeys {
    /// Reads or creates the key in the data folder.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "fingerprint").map(Self)
    }

    fn of(&self, asked: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("keys of any length will do");
        mac.update(asked.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// A request with a key.
pub(super) struct Request {
    /// Digest of the mutation, the caller and the key.
    pub(super) id: String,
    /// Digest of the request.
    pub(super) fingerprint: String,
    /// Whether nothing but the key identifies the caller.
    pub(super) is_nobodys: bool,
}

impl Request {
    /// The request that `ctx` resolves. Merchants share their keys, because their tokens identify
    /// no person; a buyer is identified by the cart.
    ///
    /// # Errors
    ///
    /// When an argument cannot be read.
    pub(super) fn new(ctx: &Context<'_>, key: &str) -> ServerResult<Self> {
        let field = ctx.field();
        let viewer = ctx.viewer();
        let cart = field
            .arguments()?
            .into_iter()
            .find_map(|argument| match argument {
                (name, Value::String(id)) if name == "cartId" => Some(id),
                _ => None,
            });
        let is_merchant = !viewer.scopes.is_empty();
        let caller = match &cart {
            _ if is_merchant => "merchant",
            Some(cart) => cart,
            None => "",
        };
        let mut asked = context(viewer, ctx.audience());
        write_field(&mut asked, &field)?;
        Ok(Self {
            id: digest(&[field.name(), caller, key]),
            fingerprint: ctx.app().part::<FingerprintKeys>().of(&asked),
            is_nobodys: caller.is_empty(),
        })
    }
}

/// What an answer depends on besides the request: callers with different scopes or in different
/// markets do not make the same request.
fn context(viewer: &Viewer, audience: &Audience) -> String {
    let scopes: BTreeSet<_> = viewer.scopes.iter().collect();
    let Audience {
        country,
        language,
        channel,
        ..
    } = audience;
    format!("{scopes:?} {country:?} {language:?} {channel:?}\n")
}

/// Writes a field with its arguments and selection.
fn write_field(out: &mut String, field: &SelectionField<'_>) -> ServerResult<()> {
    out.push_str(field.alias().unwrap_or_default());
    out.push(':');
    out.push_str(field.name());
    let arguments = field.arguments()?;
    write_fields(
        out,
        arguments.iter().map(|(name, value)| (name.as_str(), value)),
    );
    out.push('[');
    for selected in field.selection_set() {
        write_field(out, &selected)?;
        out.push(',');
    }
    out.push(']');
    Ok(())
}

/// Writes values sorted by name: the order in which they were sent does not matter.
fn write_fields<'a>(out: &mut String, fields: impl Iterator<Item = (&'a str, &'a Value)>) {
    let sorted: BTreeMap<_, _> = fields.collect();
    out.push('{');
    for (name, value) in sorted {
        out.push_str(name);
        out.push(':');
        write_value(out, value);
        out.push(',');
    }
    out.push('}');
}

/// Writes a value, the same whether it was in the document or in a variable.
fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Object(fields) => {
            write_fields(
                out,
                fields.iter().map(|(name, value)| (name.as_str(), value)),
            );
        }
        Value::List(items) => {
            out.push('[');
            for item in items {
                write_value(out, item);
                out.push(',');
            }
            out.push(']');
        }
        Value::Enum(name) => out.push_str(&Value::String(name.to_string()).to_string()),
        plain => out.push_str(&plain.to_string()),
    }
}

/// Digest of parts, different for any two different lists.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::{digest, write_value};
    use async_graphql::Value;
    use serde_json::json;

    fn written(value: &Value) -> String {
        let mut out = String::new();
        write_value(&mut out, value);
        out
    }

    #[test]
    fn the_order_of_fields_says_nothing_and_that_of_items_does() {
        let value = |json| written(&Value::from_json(json).unwrap());

        let first = value(json!({"a": [1, {"b": "x", "c": null}], "d": 1.5}));

        assert_eq!(
            first,
            value(json!({"d": 1.5, "a": [1, {"c": null, "b": "x"}]}))
        );
        assert_ne!(value(json!([1, 2])), value(json!([2, 1])));
        assert_ne!(
            value(json!({"a": "1,b:2"})),
            value(json!({"a": "1", "b": 2}))
        );
    }

    #[test]
    fn a_name_of_an_enum_is_the_same_in_a_variable() {
        let name = Value::Enum(async_graphql::Name::new("CANCEL"));

        assert_eq!(written(&name), written(&Value::String("CANCEL".to_owned())));
    }

    #[test]
    fn parts_are_not_taken_for_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}

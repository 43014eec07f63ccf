//! Reads the request with a key from the field that is being resolved.

use crate::context::RequestContext;
use async_graphql::{Context, SelectionField, ServerResult, Value};
use souk_shop::idempotency::{FingerprintKeys, KeyedMutation, Request};
use std::collections::BTreeMap;

/// The request that `ctx` resolves.
///
/// # Errors
///
/// When an argument cannot be read.
pub(super) fn request_of(ctx: &Context<'_>, key: &str) -> ServerResult<Request> {
    let field = ctx.field();
    let cart = field
        .arguments()?
        .into_iter()
        .find_map(|argument| match argument {
            (name, Value::String(id)) if name == "cartId" => Some(id),
            _ => None,
        });
    let mut selected = String::new();
    write_field(&mut selected, &field)?;
    let asked = KeyedMutation {
        key,
        mutation: field.name(),
        cart: cart.as_deref(),
        selected: &selected,
    };
    let keys = ctx.app().part::<FingerprintKeys>();
    Ok(Request::new(keys, ctx.viewer(), ctx.audience(), &asked))
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

#[cfg(test)]
mod tests {
    use super::write_value;
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
}

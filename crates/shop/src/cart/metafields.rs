//! Custom fields of carts: typed values that a storefront stores with one.

use super::{
    card_numbers::{WHY, holds_card_number},
    change::{self, Changed},
    codes::CartErrorCode,
    merchandise::Shelf,
    refusal::CartError,
    token::CartToken,
};
use crate::{
    catalog::{self, DEFAULT_NAMESPACE, MetafieldsSetUserErrorCode as Code},
    market::Audience,
};
use souk_entities::{Timestamp, cart::cart::CartMetafield};
use souk_kernel::{
    app::App,
    refusal::Refusal,
    validators::{line_fault, text_fault},
};

/// Most fields one call sets.
pub const MOST_AT_ONCE: usize = 25;
/// Most fields in a cart.
pub const MOST: usize = 100;
/// Longest namespace, in characters.
const MOST_NAMESPACE: usize = 255;
/// Longest key, in characters.
const MOST_KEY: usize = 64;

/// A field to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewField {
    /// Namespace.
    pub namespace: String,
    /// Key within the namespace.
    pub key: String,
    /// Type, such as `single_line_text_field`.
    pub kind: String,
    /// Value as text, in the format of its type.
    pub value: String,
}

/// What is wrong with one of several fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Error code.
    pub code: Code,
    /// Index of the field among those given.
    pub place: usize,
    /// The input at fault.
    pub input: &'static str,
    /// Error message.
    pub message: String,
}

/// Namespace and key of a field written as `namespace.key`, or as `key` for the namespace `custom`.
pub fn name(written: &str) -> (&str, &str) {
    written
        .split_once('.')
        .unwrap_or((DEFAULT_NAMESPACE, written))
}

/// Checks fields.
///
/// # Errors
///
/// Everything that is wrong with them.
pub fn check(new: &[NewField]) -> Result<(), Vec<Wrong>> {
    let mut wrong = Vec::new();
    for (place, field) in new.iter().enumerate() {
        let mut add = |code, input, message: &str| {
            wrong.push(Wrong {
                code,
                place,
                input,
                message: message.to_owned(),
            });
        };
        if field.key.is_empty() || field.namespace.is_empty() {
            add(Code::Blank, "key", "A custom field needs a key.");
        }
        let is_long = field.key.chars().count() > MOST_KEY;
        if is_long || field.namespace.chars().count() > MOST_NAMESPACE {
            add(Code::TooLong, "key", "The key or namespace is too long.");
        }
        if holds_card_number(&field.key) {
            add(Code::InvalidValue, "key", WHY);
        }
        // The number in a global id may look like a card number.
        let is_reference = field.kind.ends_with("_reference");
        if !is_reference && holds_card_number(&field.value) {
            add(Code::InvalidValue, "value", WHY);
        }
        let faults = [
            (
                "key",
                line_fault(&field.namespace).or_else(|| line_fault(&field.key)),
            ),
            ("value", text_fault(&field.value)),
        ];
        for (input, why) in faults {
            if let Some(why) = why {
                add(Code::InvalidValue, input, why);
            }
        }
        if let Err(unfit) = catalog::check_metafield_value(&field.kind, &field.value, None) {
            let code = Code::from(unfit.kind);
            let is_type = code == Code::InvalidType;
            add(code, if is_type { "type" } else { "value" }, &unfit.why);
        }
        let same =
            |other: &NewField| (&other.namespace, &other.key) == (&field.namespace, &field.key);
        if new[..place].iter().any(same) {
            add(Code::Duplicate, "key", "The field is given twice.");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The fields of a cart with the new ones, each replacing any of the same name; `None` if these are
/// more than a cart may have.
pub fn with(
    stored: &[CartMetafield],
    new: &[NewField],
    now: Timestamp,
    mut next_id: impl FnMut() -> i64,
) -> Option<Vec<CartMetafield>> {
    let mut fields = stored.to_vec();
    for field in new {
        match find(&mut fields, &field.namespace, &field.key) {
            Some(known) if (&known.kind, &known.value) == (&field.kind, &field.value) => {}
            Some(known) => {
                known.kind.clone_from(&field.kind);
                known.value.clone_from(&field.value);
                known.updated_at = now;
            }
            None => fields.push(CartMetafield {
                id: next_id(),
                namespace: field.namespace.clone(),
                key: field.key.clone(),
                kind: field.kind.clone(),
                value: field.value.clone(),
                created_at: now,
                updated_at: now,
            }),
        }
    }
    (fields.len() <= MOST).then_some(fields)
}

fn find<'a>(
    fields: &'a mut [CartMetafield],
    namespace: &str,
    key: &str,
) -> Option<&'a mut CartMetafield> {
    let mut fields = fields.iter_mut();
    fields.find(|field| field.namespace == namespace && field.key == key)
}

/// Sets fields of a cart that are already checked, all or none.
///
/// # Errors
///
/// When the cart is gone, would have too many fields or hold too much text, or a database fails.
pub async fn set(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    new: &[NewField],
) -> Result<Changed, CartError> {
    let now = app.clock.now();
    let (row, ()) = change::write(app, audience, token, |row| {
        let fields = with(&row.metafields.0, new, now, || app.next_id());
        row.metafields.0 = fields.ok_or_else(too_many)?;
        Ok(())
    })
    .await?;
    change::shown(app, audience, token, row, Shelf::default(), Vec::new()).await
}

/// The refusal of more fields than a cart may have.
pub fn too_many() -> Refusal<CartErrorCode> {
    let message = format!("A cart has at most {MOST} custom fields.");
    Refusal::of_path(CartErrorCode::InvalidMetafields, &["metafields"], message)
}

/// Deletes a field of a cart. Returns its number; `None` if there was none.
///
/// # Errors
///
/// When the cart is gone or the database fails.
pub async fn delete(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    (namespace, key): (&str, &str),
) -> Result<Option<i64>, CartError> {
    let (_, gone) = change::write(app, audience, token, |row| {
        let fields = &mut row.metafields.0;
        let mut names = fields.iter();
        let place = names.position(|field| field.namespace == namespace && field.key == key);
        Ok(place.map(|place| fields.remove(place).id))
    })
    .await?;
    Ok(gone)
}

//! Inputs for the custom fields of carts.

use async_graphql::{ID, InputObject};
use souk_shop::cart::metafields::{self, NewField};

/// A custom field of a new cart.
#[derive(Clone, Debug, InputObject)]
pub struct CartInputMetafieldInput {
    /// Key, or namespace and key as `namespace.key`. The namespace defaults to `custom`.
    key: String,
    /// Type of the value, such as `single_line_text_field`.
    #[graphql(name = "type")]
    kind: String,
    /// Value in the format of the type.
    value: String,
}

/// A custom field to set on a cart.
#[derive(Clone, Debug, InputObject)]
pub struct CartMetafieldsSetInput {
    /// Key, or namespace and key as `namespace.key`. The namespace defaults to `custom`.
    key: String,
    /// Global id of the cart.
    pub(super) owner_id: ID,
    /// Type of the value, such as `single_line_text_field`.
    #[graphql(name = "type")]
    kind: String,
    /// Value in the format of the type.
    value: String,
}

/// The custom field to delete from a cart.
#[derive(Clone, Debug, InputObject)]
pub struct CartMetafieldDeleteInput {
    /// Key, or namespace and key as `namespace.key`. The namespace defaults to `custom`.
    pub(super) key: String,
    /// Global id of the cart.
    pub(super) owner_id: ID,
}

impl CartInputMetafieldInput {
    /// Converts the inputs to new fields.
    pub(super) fn read(inputs: Vec<Self>) -> Vec<NewField> {
        let inputs = inputs.into_iter();
        inputs
            .map(|it| new_field(&it.key, it.kind, it.value))
            .collect()
    }
}

impl CartMetafieldsSetInput {
    /// Converts the inputs to new fields.
    pub(super) fn read(inputs: Vec<Self>) -> Vec<NewField> {
        let inputs = inputs.into_iter();
        inputs
            .map(|it| new_field(&it.key, it.kind, it.value))
            .collect()
    }
}

fn new_field(key: &str, kind: String, value: String) -> NewField {
    let (namespace, key) = metafields::name(key);
    NewField {
        namespace: namespace.to_owned(),
        key: key.to_owned(),
        kind,
        value,
    }
}

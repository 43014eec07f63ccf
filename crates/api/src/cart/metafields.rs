//! Custom fields of carts.

use crate::{
    catalog::{HasMetafieldsIdentifier, Metafield},
    schema::references::MetafieldParentResource,
};
use souk_entities::{cart::cart::CartMetafield, catalog::metafield, ids::MetafieldId};
use souk_shop::catalog::DEFAULT_NAMESPACE;

/// A field stored with its cart, or with the order the cart became.
pub fn shown_metafield(stored: &CartMetafield, parent: MetafieldParentResource) -> Metafield {
    let owner_type = match parent {
        MetafieldParentResource::Order(_) => "Order",
        _ => "Cart",
    };
    let row = metafield::Model {
        id: MetafieldId(stored.id),
        owner_type: owner_type.to_owned(),
        owner_id: 0,
        namespace: stored.namespace.clone(),
        key: stored.key.clone(),
        kind: stored.kind.clone(),
        value: stored.value.clone(),
        created_at: stored.created_at,
        updated_at: stored.updated_at,
    };
    Metafield::with_parent(row, parent)
}

/// The stored field with this name.
pub fn metafield_named<'a>(
    stored: &'a [CartMetafield],
    namespace: Option<&str>,
    key: &str,
) -> Option<&'a CartMetafield> {
    let namespace = namespace.unwrap_or(DEFAULT_NAMESPACE);
    let mut stored = stored.iter();
    stored.find(|field| field.namespace == namespace && field.key == key)
}

/// The stored fields with these names, null for each missing one.
pub fn metafields_named(
    stored: &[CartMetafield],
    names: &[HasMetafieldsIdentifier],
    parent: &MetafieldParentResource,
) -> Vec<Option<Metafield>> {
    let found = names.iter().map(|name| {
        let field = metafield_named(stored, name.namespace.as_deref(), &name.key)?;
        Some(shown_metafield(field, parent.clone()))
    });
    found.collect()
}

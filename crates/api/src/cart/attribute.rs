//! Attributes: key-value pairs that storefronts set on carts and lines.

use async_graphql::SimpleObject;
use souk_entities::cart::cart;

/// A key-value pair set by the storefront.
#[derive(Clone, Debug, SimpleObject)]
pub struct Attribute {
    /// Key.
    key: String,
    /// Value.
    value: Option<String>,
}

impl Attribute {
    /// Converts stored attributes.
    pub fn all(stored: &[cart::Attribute]) -> Vec<Self> {
        stored.iter().map(Self::from).collect()
    }

    pub(super) fn find(stored: &[cart::Attribute], key: &str) -> Option<Self> {
        let mut stored = stored.iter();
        stored.find(|found| found.key == key).map(Self::from)
    }
}

impl From<&cart::Attribute> for Attribute {
    fn from(stored: &cart::Attribute) -> Self {
        Self {
            key: stored.key.clone(),
            value: stored.value.clone(),
        }
    }
}

//! Documents of the index.

use super::ProductFacet;
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use std::collections::BTreeMap;

/// Type of resource that a document represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DocumentKind {
    /// A product.
    Product,
    /// A collection.
    Collection,
    /// A page.
    Page,
    /// An article of a blog.
    Article,
}

/// Identifies a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentKey {
    /// Type of resource.
    pub kind: DocumentKind,
    /// Number of the resource.
    pub id: i64,
}

/// A product, collection, page or article, as indexed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub key: DocumentKey,
    /// Version: a document never replaces one with a higher version.
    pub version: i64,
    /// Handle used in URLs.
    pub handle: String,
    /// Texts in every language of the shop's markets, the shop's own language first.
    pub texts: Vec<LocalText>,
    /// Words that are the same in every language.
    pub words: DocumentWords,
    /// Where buyers see it, and from when.
    pub visibility: DocumentVisibility,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it is or will be published.
    pub published_at: Option<Timestamp>,
    /// Data that only products have.
    pub product: Option<IndexedProduct>,
}

/// Texts of a document in one language, as shown to buyers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LocalText {
    /// Language, such as `de`.
    pub locale: String,
    /// Title.
    pub title: String,
    /// Description or body text, without markup.
    pub body: String,
    /// Product type.
    pub product_type: String,
}

/// Words of a document that are the same in every language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentWords {
    /// Author.
    pub author: String,
    /// Vendor.
    pub vendor: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Titles of variants: their option values, in every language.
    pub variants: Vec<String>,
    /// Stock keeping units.
    pub skus: Vec<String>,
    /// Barcodes such as GTINs.
    pub barcodes: Vec<String>,
}

/// Where buyers see a document, and from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentVisibility {
    /// Nowhere: a draft.
    Hidden,
    /// In every channel, from this instant.
    Everywhere(Timestamp),
    /// In these channels, each from its instant.
    Channels(BTreeMap<ChannelId, Timestamp>),
}

/// Data that only products have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexedProduct {
    /// Values of the facets that come from its fields, in the shop's language; a category is a path
    /// such as `Home > Lighting`.
    pub facets: BTreeMap<ProductFacet, Vec<String>>,
    /// Collections that contain it, with its position in each.
    pub collections: BTreeMap<CollectionId, i64>,
    /// Option values of its variants, without duplicates.
    pub options: Vec<IndexedOption>,
    /// Variants, one for each distinct combination of options, custom fields and availability.
    pub variants: Vec<IndexedVariant>,
    /// Distinct prices of its variants, ascending, in minor units by price list; the shop's own
    /// prices under `None`.
    pub prices: Vec<(Option<PriceListId>, Vec<i64>)>,
    /// Custom fields that listings offer as filters.
    pub metafields: Vec<IndexedMetafield>,
    /// Units sold.
    pub sold: i64,
}

/// An option value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedOption {
    /// Name of the option in the shop's language.
    pub name: String,
    /// Name of the value in the shop's language.
    pub value: String,
    /// Colour of its swatch.
    pub swatch: Option<String>,
    /// Names of option and value in other languages, if they differ.
    pub labels: BTreeMap<String, (String, String)>,
}

/// Data of a variant that filters use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedVariant {
    /// Names and values of its options.
    pub options: Vec<(String, String)>,
    /// Custom fields that listings offer as filters.
    pub metafields: Vec<IndexedMetafield>,
    /// Channels whose buyers can buy it.
    pub available_in: Vec<ChannelId>,
}

/// A custom field that listings offer as a filter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IndexedMetafield {
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Display name from its definition.
    pub name: String,
    /// Value as text.
    pub value: String,
}

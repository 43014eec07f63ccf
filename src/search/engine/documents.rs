//! What is indexed.

use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use std::collections::BTreeMap;

/// What a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DocumentKind {
    /// A product.
    Product,
    /// A collection.
    Collection,
    /// A page of text.
    Page,
    /// An article of a blog.
    Article,
}

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentKey {
    /// What it stands for.
    pub kind: DocumentKind,
    /// Number of the resource.
    pub id: i64,
}

/// A product, collection, page or article as the index knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Which one.
    pub key: DocumentKey,
    /// Counts changes: a document never replaces one with a higher version.
    pub version: i64,
    /// Handle used in URLs.
    pub handle: String,
    /// Texts in every language of the shop's markets, the shop's own language first.
    pub texts: Vec<LocalText>,
    /// Words that are the same in every language.
    pub words: Words,
    /// Where buyers see it, and from when on.
    pub visibility: Visibility,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it is or will be published.
    pub published_at: Option<Timestamp>,
    /// What only products have.
    pub product: Option<ProductFacts>,
}

/// Texts of a document in one language, as buyers who read it see them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LocalText {
    /// Language, such as `de`.
    pub locale: String,
    /// Title.
    pub title: String,
    /// Description or text, without markup.
    pub body: String,
    /// Product type.
    pub product_type: String,
}

/// Words of a document that are the same in every language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Who wrote it.
    pub author: String,
    /// Vendor.
    pub vendor: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Titles of variants: their option values, in every language.
    pub variants: Vec<String>,
    /// Stock keeping units.
    pub skus: Vec<String>,
    /// GTINs and the like.
    pub barcodes: Vec<String>,
}

/// Where buyers see a document, and from when on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Nowhere: a draft.
    Hidden,
    /// In every channel.
    Everywhere(Timestamp),
    /// In these channels.
    Channels(BTreeMap<ChannelId, Timestamp>),
}

/// What only products have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProductFacts {
    /// Vendor; empty where there is none.
    pub vendor: String,
    /// Product type in the shop's language; empty where there is none.
    pub product_type: String,
    /// Category path, such as `Home > Lighting`.
    pub category: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Collections that hold it, with its place in each.
    pub collections: BTreeMap<CollectionId, i64>,
    /// Option values its variants have, each once.
    pub options: Vec<OptionFact>,
    /// Variants that differ in options, custom fields or availability.
    pub variants: Vec<VariantFact>,
    /// Different prices of its variants, ascending, in minor units by price list; those of the
    /// shop itself under `None`.
    pub prices: Vec<(Option<PriceListId>, Vec<i64>)>,
    /// Custom fields that listings offer as filters.
    pub metafields: Vec<MetafieldFact>,
    /// Units sold.
    pub sold: i64,
}

/// An option value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionFact {
    /// Name of the option in the shop's language.
    pub name: String,
    /// Name of the value in the shop's language.
    pub value: String,
    /// Color of its swatch.
    pub swatch: Option<String>,
    /// Names of option and value in other languages, where they differ.
    pub labels: BTreeMap<String, (String, String)>,
}

/// What filters can tell of a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantFact {
    /// Names and values of its options.
    pub options: Vec<(String, String)>,
    /// Custom fields that listings offer as filters.
    pub metafields: Vec<MetafieldFact>,
    /// Channels whose buyers can have it.
    pub available_in: Vec<ChannelId>,
}

/// A custom field that listings offer as a filter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MetafieldFact {
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Name of its definition, for people.
    pub name: String,
    /// Value as text.
    pub value: String,
}

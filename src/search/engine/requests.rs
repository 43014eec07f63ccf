//! What is asked of an engine, and what it answers.

use super::{DocumentKey, DocumentKind};
use crate::query_syntax::Query;
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use std::sync::Arc;

/// Asks for a page of documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Listing {
    /// What may be found.
    pub kinds: Vec<DocumentKind>,
    /// Only products of this collection.
    pub collection: Option<CollectionId>,
    /// Words a buyer typed.
    pub text: Option<TextQuery>,
    /// A query in search syntax.
    pub query: Option<Query>,
    /// Filters: one of each group must hold, such as one of the vendors. They concern products.
    pub filters: Vec<Filter>,
    /// What becomes of products that cannot be bought.
    pub unavailable: Unavailable,
    /// Channel of the buyer: availability is told for it.
    pub channel: ChannelId,
    /// Whether only what buyers of the channel see is found.
    pub published_only: bool,
    /// The instant of the request.
    pub now: Timestamp,
    /// Language of the buyer, such as `de`.
    pub locale: String,
    /// Price list of the buyer; the shop's prices where absent.
    pub price_list: Option<PriceListId>,
    /// Digits after the point in the currency of the prices.
    pub price_digits: u32,
    /// Order of the documents.
    pub order: Order,
    /// How many documents at most.
    pub size: usize,
    /// Whether the page is the last documents before the cursor, not the first after it.
    pub backward: bool,
    /// Where the page starts.
    pub cursor: Option<Cursor>,
    /// Whether facets are counted.
    pub facets: bool,
}

/// Words a buyer typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextQuery {
    /// As typed.
    pub text: String,
    /// Whether the last word may be only the beginning of one.
    pub prefix: bool,
    /// Where the words are looked for; everywhere when empty.
    pub fields: Vec<TextField>,
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TextField {
    /// Author.
    Author,
    /// Description or text.
    Body,
    /// Product type.
    ProductType,
    /// Tags.
    Tag,
    /// Title.
    Title,
    /// Barcodes of variants.
    Barcode,
    /// Stock keeping units of variants.
    Sku,
    /// Titles of variants.
    Variant,
    /// Vendor.
    Vendor,
}

/// One filter. Letter case is ignored in texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Filter {
    /// Whether a variant can be bought.
    Available(bool),
    /// A variant's price is within these amounts in minor units.
    Price {
        /// Lowest.
        min: Option<i64>,
        /// Highest.
        max: Option<i64>,
    },
    /// The vendor.
    Vendor(String),
    /// The product type.
    ProductType(String),
    /// A tag.
    Tag(String),
    /// A category path or the beginning of one.
    Category(String),
    /// A variant has this option value.
    Option {
        /// Name of the option.
        name: String,
        /// Name of the value.
        value: String,
    },
    /// The product has this custom field.
    ProductMetafield {
        /// Namespace.
        namespace: String,
        /// Key.
        key: String,
        /// Value.
        value: String,
    },
    /// A variant has this custom field.
    VariantMetafield {
        /// Namespace.
        namespace: String,
        /// Key.
        key: String,
        /// Value.
        value: String,
    },
}

/// What becomes of products that cannot be bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unavailable {
    /// They are listed like others.
    #[default]
    Show,
    /// They come behind the others.
    Last,
    /// They are left out.
    Hide,
}

/// An order of documents; ties are broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Order {
    /// By what.
    pub key: SortKey,
    /// The other way round.
    pub reverse: bool,
}

/// By what documents are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SortKey {
    /// Id, lowest first.
    Id,
    /// Title in the language of the buyer, A to Z.
    Title,
    /// Lowest price of the buyer's price list, cheapest first.
    Price,
    /// Oldest first.
    CreatedAt,
    /// Longest unchanged first.
    UpdatedAt,
    /// Published first.
    PublishedAt,
    /// Vendor, A to Z.
    Vendor,
    /// Product type, A to Z.
    ProductType,
    /// Most units sold first, then newest.
    BestSelling,
    /// Best match first.
    Relevance,
    /// Place in the collection that is listed.
    Manual,
}

/// Where a document stands in an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// Whether it is behind because it cannot be bought.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub unavailable: bool,
    /// Sort key.
    #[serde(rename = "k")]
    pub key: SortValue,
    /// Id.
    #[serde(rename = "i")]
    pub id: i64,
}

/// A sort key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SortValue {
    /// The document has none, or only ids count. Comes last.
    #[serde(rename = "n")]
    None,
    /// A whole number.
    #[serde(rename = "w")]
    Whole(i64),
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// Bits of a score.
    #[serde(rename = "s")]
    Score(u32),
}

/// A page of documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The documents, in order.
    pub hits: Vec<Hit>,
    /// Whether documents come before these.
    pub has_previous: bool,
    /// Whether documents come after these.
    pub has_next: bool,
    /// How many documents match.
    pub total: u64,
    /// Facets of all that match; empty when not asked for.
    pub facets: Arc<Facets>,
}

/// A document that matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Which one.
    pub key: DocumentKey,
    /// Where it stands.
    pub cursor: Cursor,
}

/// Facets of a result. Each group counts as if its own filters were not there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// Products that can be bought.
    pub available: u64,
    /// Products that cannot.
    pub unavailable: u64,
    /// Lowest and highest price in minor units, and how many products have one.
    pub price: Option<(i64, i64, u64)>,
    /// Vendors, types, options and so on.
    pub groups: Vec<Facet>,
}

/// One group of facets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// Which group.
    pub group: FacetGroup,
    /// Name for people, where the index knows one in the language of the buyer.
    pub label: Option<String>,
    /// Values that occur, at most [`Facets::MOST_VALUES`], in the order of the alphabet.
    pub values: Vec<FacetValue>,
}

impl Facets {
    /// Values of a group at most: the most frequent ones.
    pub const MOST_VALUES: usize = 250;

    /// The values of a group.
    pub fn values(&self, group: &FacetGroup) -> &[FacetValue] {
        self.groups
            .iter()
            .find(|facet| facet.group == *group)
            .map_or(&[], |facet| &facet.values)
    }
}

/// What a group of facets is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FacetGroup {
    /// Categories and those that contain them.
    Category,
    /// Product types.
    ProductType,
    /// Vendors.
    Vendor,
    /// Values of an option.
    Option(String),
    /// Values of a custom field of products: namespace and key.
    ProductMetafield(String, String),
    /// Values of a custom field of variants: namespace and key.
    VariantMetafield(String, String),
    /// Tags.
    Tag,
}

/// One value of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value in the shop's language.
    pub value: String,
    /// The value in the language of the buyer, where it differs.
    pub label: Option<String>,
    /// Color of its swatch.
    pub swatch: Option<String>,
    /// Products that have it.
    pub count: u64,
}

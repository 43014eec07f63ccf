//! Requests to an engine, and its results.

use super::{DocumentKey, DocumentKind, ProductFacet};
use crate::query_syntax::Query;
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, CollectionId, PriceListId},
};
use std::sync::Arc;

/// Request for a page of documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchRequest {
    /// Types of documents to find.
    pub kinds: Vec<DocumentKind>,
    /// Only products of this collection.
    pub collection: Option<CollectionId>,
    /// Words that a buyer typed.
    pub text: Option<TextQuery>,
    /// A query in search syntax.
    pub query: Option<Query>,
    /// Filters on products: within each group, one filter must match, such as one of the vendors.
    pub filters: Vec<SearchFilter>,
    /// How products that cannot be bought are treated.
    pub unavailable: UnavailableProducts,
    /// Channel of the buyer, for which availability is determined.
    pub channel: ChannelId,
    /// Whether to find only documents that buyers of the channel see.
    pub published_only: bool,
    /// Time of the request.
    pub now: Timestamp,
    /// Language of the buyer, such as `de`.
    pub locale: String,
    /// Price list of the buyer; `None` for the shop's own prices.
    pub price_list: Option<PriceListId>,
    /// Decimal places of the currency of the prices.
    pub price_digits: u32,
    /// Sort order of the documents.
    pub order: SearchOrder,
    /// Maximum number of documents.
    pub size: usize,
    /// Whether the page consists of the last documents before the cursor instead of the first ones
    /// after it.
    pub backward: bool,
    /// Where the page starts.
    pub cursor: Option<SearchCursor>,
    /// Whether to count facets.
    pub facets: bool,
}

/// Words that a buyer typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextQuery {
    /// As typed.
    pub text: String,
    /// Whether the last word may be incomplete.
    pub prefix: bool,
    /// Fields in which to search for the words; all fields if empty.
    pub fields: Vec<TextField>,
}

/// Fields that are searched for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TextField {
    /// Author.
    Author,
    /// Description or body text.
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

/// A filter. Texts are compared ignoring case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SearchFilter {
    /// Whether a variant can be bought.
    Available(bool),
    /// A variant's price is within these bounds, in minor units.
    Price {
        /// Lower bound.
        min: Option<i64>,
        /// Upper bound.
        max: Option<i64>,
    },
    /// The product has this value of a facet; a category also matches the categories below it.
    Product {
        /// The facet.
        facet: ProductFacet,
        /// The value.
        value: String,
    },
    /// A variant has this option value.
    Option {
        /// Name of the option.
        name: String,
        /// Name of the value.
        value: String,
    },
    /// The product has this value in a custom field.
    ProductMetafield {
        /// Namespace.
        namespace: String,
        /// Key.
        key: String,
        /// Value.
        value: String,
    },
    /// A variant has this value in a custom field.
    VariantMetafield {
        /// Namespace.
        namespace: String,
        /// Key.
        key: String,
        /// Value.
        value: String,
    },
}

/// How products that cannot be bought are treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnavailableProducts {
    /// They are listed like other products.
    #[default]
    Show,
    /// They are listed after all other products.
    Last,
    /// They are left out.
    Hide,
}

/// Sort order of documents; ties are broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchOrder {
    /// Sort key.
    pub key: SearchSortKey,
    /// Whether the order is reversed.
    pub reverse: bool,
}

/// Sort keys of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SearchSortKey {
    /// Id, lowest first.
    Id,
    /// Title in the language of the buyer, A to Z.
    Title,
    /// Lowest price of the buyer's price list, cheapest first.
    Price,
    /// Oldest first.
    CreatedAt,
    /// Least recently updated first.
    UpdatedAt,
    /// By publication date, oldest first.
    PublishedAt,
    /// Vendor, A to Z.
    Vendor,
    /// Product type, A to Z.
    ProductType,
    /// Most units sold first, then newest.
    BestSelling,
    /// Best match first.
    Relevance,
    /// Position in the listed collection.
    Manual,
}

/// Position of a document in a sort order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchCursor {
    /// Whether it is sorted after the others because it cannot be bought.
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
    /// The document has no key, or the order is by id alone. Sorts last.
    #[serde(rename = "n")]
    None,
    /// A whole number.
    #[serde(rename = "w")]
    Whole(i64),
    /// Text.
    #[serde(rename = "t")]
    Text(String),
    /// Bits of a relevance score.
    #[serde(rename = "s")]
    Score(u32),
}

/// A page of documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResult {
    /// The documents, in order.
    pub hits: Vec<Hit>,
    /// Whether there are documents before these.
    pub has_previous: bool,
    /// Whether there are documents after these.
    pub has_next: bool,
    /// Number of matching documents.
    pub total: u64,
    /// Facets of all matching documents; empty if not requested.
    pub facets: Arc<Facets>,
}

/// A matching document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Identity of the document.
    pub key: DocumentKey,
    /// Position in the sort order.
    pub cursor: SearchCursor,
}

/// Facets of a result. Each group is counted as if its own filters were not set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facets {
    /// Number of products that can be bought.
    pub available: u64,
    /// Number of products that cannot be bought.
    pub unavailable: u64,
    /// Lowest and highest price in minor units, and the number of products with a price.
    pub price: Option<(i64, i64, u64)>,
    /// Groups such as vendors, product types and options.
    pub groups: Vec<Facet>,
}

/// One group of facets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// Identity of the group.
    pub group: FacetGroup,
    /// Display name in the language of the buyer, if the index knows one.
    pub label: Option<String>,
    /// Values that occur, at most [`Facets::MOST_VALUES`], in alphabetical order.
    pub values: Vec<FacetValue>,
}

impl Facets {
    /// Maximum number of values in a group; the most frequent ones are kept.
    pub const MOST_VALUES: usize = 250;

    /// The values of a group.
    pub fn values(&self, group: &FacetGroup) -> &[FacetValue] {
        self.groups
            .iter()
            .find(|facet| facet.group == *group)
            .map_or(&[], |facet| &facet.values)
    }
}

/// Identifies a group of facets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FacetGroup {
    /// Values of a field of products.
    Product(ProductFacet),
    /// Values of an option.
    Option(String),
    /// Values of a custom field of products: namespace and key.
    ProductMetafield(String, String),
    /// Values of a custom field of variants: namespace and key.
    VariantMetafield(String, String),
}

/// One value of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// The value in the shop's language.
    pub value: String,
    /// The value in the language of the buyer, if it differs.
    pub label: Option<String>,
    /// Colour of its swatch.
    pub swatch: Option<String>,
    /// Number of products with the value.
    pub count: u64,
}

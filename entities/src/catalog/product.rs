//! Products. The row also stores aggregates that listings and product pages show.
use crate::{
    Timestamp,
    ids::{ChannelId, MediaId, OptionId, OptionValueId, PriceListId, ProductId},
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Products. The row also stores aggregates that listings and product pages show.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// Handle used in URLs. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Name shown to buyers.
    pub title: String,
    /// Description as HTML.
    #[sea_orm(column_type = "Text")]
    pub description_html: String,
    /// Description as plain text, derived from the HTML on write.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Manufacturer or seller.
    pub vendor: String,
    /// Product type, as named by the merchant.
    pub product_type: String,
    /// Category path, broadest first, such as `Home > Lighting > Lamps`.
    pub category: Option<String>,
    /// Country where it was made, as an ISO 3166 code.
    pub country_of_origin: Option<String>,
    /// Tags, sorted.
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: Tags,
    /// Status.
    pub status: ProductStatus,
    /// When it is or will be published; null if it is not.
    pub published_at: Option<Timestamp>,
    /// The channels it is published to; null for all channels.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub publications: Option<Publications>,
    /// Title for search engines; null to use the title.
    pub seo_title: Option<String>,
    /// Description for search engines; null to use the description.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// Whether it is a gift card.
    pub gift_card: bool,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: bool,
    /// Options with their values, in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: ProductOptions,
    /// Media in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub media: MediaList,
    /// Lowest and highest prices in the shop's currency.
    #[sea_orm(column_type = "JsonBinary")]
    pub price_range: PriceRange,
    /// Lowest and highest prices by price list; updated when prices change.
    #[sea_orm(column_type = "JsonBinary")]
    pub list_price_ranges: ListPriceRanges,
    /// Number of variants.
    pub variants_count: i32,
    /// Incremented when the product or its search document changes; the index keeps the highest.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Model {
    /// A product with nothing but its id, made at `now`: active, and not published yet.
    pub fn new(id: ProductId, now: Timestamp) -> Self {
        Self {
            id,
            handle: String::new(),
            title: String::new(),
            description_html: String::new(),
            description: String::new(),
            vendor: String::new(),
            product_type: String::new(),
            category: None,
            country_of_origin: None,
            tags: Tags::default(),
            status: ProductStatus::Active,
            published_at: None,
            publications: None,
            seo_title: None,
            seo_description: None,
            gift_card: false,
            requires_selling_plan: false,
            options: ProductOptions::default(),
            media: MediaList::default(),
            price_range: PriceRange::default(),
            list_price_ranges: ListPriceRanges::default(),
            variants_count: 0,
            version: 0,
            created_at: now,
            updated_at: now,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Status of a product in its life cycle.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProductStatus {
    /// On sale.
    Active,
    /// In preparation; hidden from buyers.
    Draft,
    /// No longer sold.
    Archived,
}

json_column! {
    /// Tags, sorted and without duplicates.
    Tags(Vec<String>)
}

/// Publication of a resource to a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// The channel.
    pub channel: ChannelId,
    /// When it is published to the channel; null to use the resource's own date.
    pub publish_at: Option<Timestamp>,
}

json_column! {
    /// The channels a resource is published to.
    Publications(Vec<Publication>)
}

/// A property in which the variants of a product differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductOption {
    /// Id.
    pub id: OptionId,
    /// Name, such as `Color`.
    pub name: String,
    /// Values in order.
    pub values: Vec<ProductOptionValue>,
}

/// One value of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProductOptionValue {
    /// Id.
    pub id: OptionValueId,
    /// Name, such as `Red`.
    pub name: String,
    /// Colour of the swatch as `#rrggbb`.
    pub swatch_color: Option<String>,
    /// Picture of the swatch.
    pub swatch_image: Option<Media>,
}

json_column! {
    /// Options in order.
    ProductOptions(Vec<ProductOption>)
}

/// Kind of medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MediaKind {
    /// An image.
    Image,
    /// A video file served by the shop.
    Video,
    /// A video on another site.
    ExternalVideo,
    /// A 3D model.
    Model3d,
}

/// One medium of a product, article or collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Id.
    pub id: MediaId,
    /// Kind.
    pub kind: MediaKind,
    /// Source: `file:<id>` for an upload, `demo:…` for a generated picture, or a URL.
    pub source: String,
    /// Alternative text.
    pub alt: Option<String>,
    /// Width in pixels, if known.
    pub width: Option<i32>,
    /// Height in pixels, if known.
    pub height: Option<i32>,
    /// Preview image of a video or model.
    pub preview: Option<Box<Media>>,
}

json_column! {
    /// Media in order.
    MediaList(Vec<Media>)
}
json_column! {
    /// A single picture.
    Picture(Option<Media>)
}

/// Lowest and highest prices among the variants of a product, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRange {
    /// Lowest price.
    pub min: i64,
    /// Highest price.
    pub max: i64,
    /// Lowest compare-at price; 0 if no variant is reduced.
    pub compare_at_min: i64,
    /// Highest compare-at price; 0 if no variant is reduced.
    pub compare_at_max: i64,
}
kept_as_json!(PriceRange);

json_column! {
    /// Price ranges by price list, each in the currency of its list.
    ListPriceRanges(std::collections::BTreeMap<PriceListId, PriceRange>)
}

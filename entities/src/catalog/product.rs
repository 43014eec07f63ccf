//! Products, with what a listing and a product page show kept on the row.
use crate::{
    Timestamp,
    ids::{ChannelId, MediaId, OptionId, OptionValueId, PriceListId, ProductId},
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Products, with what a listing and a product page show kept on the row.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    /// Name in addresses. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Name shown to buyers.
    pub title: String,
    /// Description as HTML.
    #[sea_orm(column_type = "Text")]
    pub description_html: String,
    /// Description as plain text, made from the HTML when it is written.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Who makes or sells it.
    pub vendor: String,
    /// The merchant's own kind.
    pub product_type: String,
    /// Category path, broadest first, such as `Home > Lighting > Lamps`.
    pub category: Option<String>,
    /// Tags, sorted.
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: Tags,
    /// Whether buyers may see it.
    pub status: ProductStatus,
    /// When it is or will be published; never where absent.
    pub published_at: Option<Timestamp>,
    /// The channels that show it; every channel where absent.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub publications: Option<Publications>,
    /// Title for search engines; the title where absent.
    pub seo_title: Option<String>,
    /// Description for search engines; the description where absent.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// Whether it is a gift card.
    pub gift_card: bool,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: bool,
    /// Options with their values, in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: ProductOptions,
    /// Pictures, videos and models, in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub media: MediaList,
    /// Lowest and highest prices in the shop's currency.
    #[sea_orm(column_type = "JsonBinary")]
    pub price_range: PriceRange,
    /// Lowest and highest prices by price list; kept when prices change.
    #[sea_orm(column_type = "JsonBinary")]
    pub list_price_ranges: ListPriceRanges,
    /// How many variants it has.
    pub variants_count: i32,
    /// Counts changes of the product and what its document shows; the index keeps the highest.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a product stands in its life.
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
    /// Sold.
    Active,
    /// Being prepared; buyers do not see it.
    Draft,
    /// No longer sold.
    Archived,
}

json_column! {
    /// Tags, sorted, each once.
    Tags(Vec<String>)
}

/// That a channel shows a resource, from an instant on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// The channel.
    pub channel: ChannelId,
    /// From when on; with the resource's own date where absent.
    pub publish_at: Option<Timestamp>,
}

json_column! {
    /// The channels that show a resource.
    Publications(Vec<Publication>)
}

/// One way in which variants of a product differ.
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
    /// Color of the swatch as `#rrggbb`.
    pub swatch_color: Option<String>,
    /// Picture of the swatch.
    pub swatch_image: Option<Media>,
}

json_column! {
    /// Options in order.
    ProductOptions(Vec<ProductOption>)
}

/// What kind of medium it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MediaKind {
    /// A still picture.
    Image,
    /// A video file served by the shop.
    Video,
    /// A video on another site.
    ExternalVideo,
    /// A three-dimensional model.
    Model3d,
}

/// One medium of a product, article or collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Id.
    pub id: MediaId,
    /// Kind.
    pub kind: MediaKind,
    /// Where it comes from: `file:<id>` for an upload, `demo:…` for a drawn picture, or an address.
    pub source: String,
    /// What it shows, in words.
    pub alt: Option<String>,
    /// Width in pixels, where known.
    pub width: Option<i32>,
    /// Height in pixels, where known.
    pub height: Option<i32>,
    /// Still picture of a video or model.
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

/// Lowest and highest prices over the variants of a product, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRange {
    /// Lowest price.
    pub min: i64,
    /// Highest price.
    pub max: i64,
    /// Lowest price before a reduction; 0 where none is reduced.
    pub compare_at_min: i64,
    /// Highest price before a reduction; 0 where none is reduced.
    pub compare_at_max: i64,
}
kept_as_json!(PriceRange);

json_column! {
    /// Price ranges by price list, each in the currency of its list.
    ListPriceRanges(std::collections::BTreeMap<PriceListId, PriceRange>)
}

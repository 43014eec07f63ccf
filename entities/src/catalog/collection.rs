//! Collections: products chosen by hand or by rules.
use crate::{Timestamp, ids::CollectionId, kept_as_json};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Collections: products chosen by hand or by rules.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "collection")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CollectionId,
    /// Handle used in URLs. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Name shown to buyers.
    pub title: String,
    /// Description as HTML.
    #[sea_orm(column_type = "Text")]
    pub description_html: String,
    /// Description as plain text.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Picture.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub image: Option<super::product::Picture>,
    /// Title for search engines; null to use the title.
    pub seo_title: Option<String>,
    /// Description for search engines; null to use the description.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// Default order of its products.
    pub sort_order: CollectionSortOrder,
    /// Rules that choose its products; null if they are chosen by hand.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub rule_set: Option<RuleSet>,
    /// When it is or will be published; null if it is not.
    pub published_at: Option<Timestamp>,
    /// The channels it is published to; null for all channels.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub publications: Option<super::product::Publications>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Order of the products of a collection.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CollectionSortOrder {
    /// By title, A to Z.
    AlphaAsc,
    /// By title, Z to A.
    AlphaDesc,
    /// Best selling first.
    BestSelling,
    /// Oldest first.
    Created,
    /// Newest first.
    CreatedDesc,
    /// As arranged by the merchant.
    Manual,
    /// Cheapest first.
    PriceAsc,
    /// Most expensive first.
    PriceDesc,
}

/// Rules that choose products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleSet {
    /// Whether one matching rule is enough; if not, all must match.
    pub applied_disjunctively: bool,
    /// The rules.
    pub rules: Vec<Rule>,
}
kept_as_json!(RuleSet);

/// One rule, such as `VENDOR EQUALS Acme`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// What the rule tests.
    pub column: RuleColumn,
    /// How it is compared.
    pub relation: RuleRelation,
    /// What it is compared with.
    pub condition: String,
    /// For rules on custom fields: `namespace.key`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metafield: Option<String>,
}

/// What a rule tests.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RuleColumn {
    /// Whether a variant has a reduced price.
    IsPriceReduced,
    /// A custom field of the product.
    ProductMetafieldDefinition,
    /// Tags.
    Tag,
    /// Title.
    Title,
    /// Product type.
    Type,
    /// Category path.
    ProductCategory,
    /// Compare-at price of a variant: its price before a reduction.
    VariantCompareAtPrice,
    /// Units in stock of a variant.
    VariantInventory,
    /// A custom field of a variant.
    VariantMetafieldDefinition,
    /// Price of a variant.
    VariantPrice,
    /// Title of a variant.
    VariantTitle,
    /// Weight of a variant in grams.
    VariantWeight,
    /// Vendor.
    Vendor,
}

/// How a rule compares what it tests with its condition.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RuleRelation {
    /// The text contains the condition.
    Contains,
    /// The text ends with the condition.
    EndsWith,
    /// The value equals the condition.
    Equals,
    /// The number is greater than the condition.
    GreaterThan,
    /// There is no value.
    IsNotSet,
    /// There is a value.
    IsSet,
    /// The number is less than the condition.
    LessThan,
    /// The text does not contain the condition.
    NotContains,
    /// The value differs from the condition.
    NotEquals,
    /// The text starts with the condition.
    StartsWith,
}

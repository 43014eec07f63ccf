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
    /// Name in addresses. Unique.
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
    /// Title for search engines; the title where absent.
    pub seo_title: Option<String>,
    /// Description for search engines; the description where absent.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// Order of its products where the client asks for none.
    pub sort_order: CollectionSortOrder,
    /// Rules that choose its products; chosen by hand where absent.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub rule_set: Option<RuleSet>,
    /// When it is or will be published; never where absent.
    pub published_at: Option<Timestamp>,
    /// The channels that show it; every channel where absent.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub publications: Option<super::product::Publications>,
    /// When it was made.
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
    /// As placed by the merchant.
    Manual,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
}

/// Rules that choose products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleSet {
    /// Whether one matching rule is enough; otherwise all must match.
    pub applied_disjunctively: bool,
    /// The rules.
    pub rules: Vec<Rule>,
}
kept_as_json!(RuleSet);

/// One rule, such as `VENDOR EQUALS Acme`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// What is looked at.
    pub column: RuleColumn,
    /// How it is compared.
    pub relation: RuleRelation,
    /// What it is compared with.
    pub condition: String,
    /// For rules on custom fields: namespace and key with a dot between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metafield: Option<String>,
}

/// What a rule looks at.
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
    /// Whether a variant is reduced.
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
    /// Price before a reduction.
    VariantCompareAtPrice,
    /// Units in stock.
    VariantInventory,
    /// A custom field of a variant.
    VariantMetafieldDefinition,
    /// Price.
    VariantPrice,
    /// Title of a variant.
    VariantTitle,
    /// Weight in grams.
    VariantWeight,
    /// Vendor.
    Vendor,
}

/// How a rule compares.
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
    /// The text ends with it.
    EndsWith,
    /// They are equal.
    Equals,
    /// The number is greater.
    GreaterThan,
    /// There is no value.
    IsNotSet,
    /// There is a value.
    IsSet,
    /// The number is smaller.
    LessThan,
    /// The text does not contain it.
    NotContains,
    /// They differ.
    NotEquals,
    /// The text starts with it.
    StartsWith,
}

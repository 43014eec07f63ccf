//! Enums used in merchants' inputs.

use async_graphql::Enum;
use serde::Deserialize;
use souk_entities::{
    catalog::{collection, product, variant},
    inventory::variant_item,
};

/// Status of a product.
#[derive(Enum, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "product::ProductStatus")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProductStatus {
    /// On sale.
    Active,
    /// In preparation; hidden from buyers.
    Draft,
    /// No longer sold.
    Archived,
}

/// Whether a variant can be bought when it is out of stock.
#[derive(Enum, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(
    remote = "variant_item::InventoryPolicy",
    name = "ProductVariantInventoryPolicy"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InventoryPolicy {
    /// It cannot.
    Deny,
    /// It can; stock goes below zero.
    Continue,
}

/// Type of a file.
#[derive(Enum, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileContentType {
    /// A video hosted on another site.
    ExternalVideo,
    /// Any file.
    File,
    /// An image.
    Image,
    /// A 3D model.
    #[graphql(name = "MODEL_3D")]
    #[serde(rename = "MODEL_3D")]
    Model3d,
    /// A video file served by the shop.
    Video,
}

/// Default order of a collection's products.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "collection::CollectionSortOrder")]
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
    /// In the order the merchant arranged.
    Manual,
    /// Cheapest first.
    PriceAsc,
    /// Most expensive first.
    PriceDesc,
}

/// The attribute that a collection rule tests.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "collection::RuleColumn")]
pub enum CollectionRuleColumn {
    /// Whether a variant is reduced: `IS_SET` matches reduced variants, `IS_NOT_SET` the others.
    IsPriceReduced,
    /// A custom field of the product, given by its definition.
    ProductMetafieldDefinition,
    /// A tag of the product.
    Tag,
    /// Title of the product.
    Title,
    /// Product type.
    Type,
    /// Category path; a category includes its subcategories.
    ProductCategory,
    /// Compare-at price of a variant.
    VariantCompareAtPrice,
    /// Number of available units of a variant.
    VariantInventory,
    /// A custom field of a variant, given by its definition.
    VariantMetafieldDefinition,
    /// Price of a variant in the shop's currency.
    VariantPrice,
    /// Title of a variant.
    VariantTitle,
    /// Weight of a variant in grams.
    VariantWeight,
    /// Vendor.
    Vendor,
}

/// How a collection rule compares the attribute with its condition.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "collection::RuleRelation")]
pub enum CollectionRuleRelation {
    /// The text contains the condition.
    Contains,
    /// The text ends with the condition.
    EndsWith,
    /// The value equals the condition.
    Equals,
    /// The number is greater than the condition.
    GreaterThan,
    /// The attribute has no value.
    IsNotSet,
    /// The attribute has a value.
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

/// Units of weight.
#[derive(Enum, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "variant::WeightUnit")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WeightUnit {
    /// Grams.
    Grams,
    /// Kilograms.
    Kilograms,
    /// Ounces.
    Ounces,
    /// Pounds.
    Pounds,
}

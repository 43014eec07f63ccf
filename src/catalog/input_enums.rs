//! Enums of merchants' inputs.

use async_graphql::Enum;
use souk_entities::{
    catalog::{collection, product},
    inventory::variant_item,
};

/// Where a product stands in its life.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "product::ProductStatus")]
pub enum ProductStatus {
    /// Sold.
    Active,
    /// Being prepared; buyers do not see it.
    Draft,
    /// No longer sold.
    Archived,
}

/// Whether a variant sells when stock is out.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(
    remote = "variant_item::InventoryPolicy",
    name = "ProductVariantInventoryPolicy"
)]
pub enum InventoryPolicy {
    /// It does not.
    Deny,
    /// It does; stock goes below zero.
    Continue,
}

/// Kind of a file.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileContentType {
    /// A video on another site.
    ExternalVideo,
    /// Any file.
    File,
    /// A still picture.
    Image,
    /// A three-dimensional model.
    #[graphql(name = "MODEL_3D")]
    Model3d,
    /// A video file served by the shop.
    Video,
}

/// Order of the products of a collection.
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
    /// As placed by the merchant.
    Manual,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
}

/// What a rule of a collection looks at.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "collection::RuleColumn")]
pub enum CollectionRuleColumn {
    /// Whether a variant is reduced; `IS_SET` asks for it, `IS_NOT_SET` for the opposite.
    IsPriceReduced,
    /// A custom field of the product, by its definition.
    ProductMetafieldDefinition,
    /// Tags.
    Tag,
    /// Title.
    Title,
    /// Product type.
    Type,
    /// Category path; a category holds those below it.
    ProductCategory,
    /// Price of a variant before a reduction.
    VariantCompareAtPrice,
    /// Units of a variant in stock.
    VariantInventory,
    /// A custom field of a variant, by its definition.
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

/// How a rule of a collection compares.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "collection::RuleRelation")]
pub enum CollectionRuleRelation {
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

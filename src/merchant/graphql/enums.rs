//! Enums of merchants' inputs.

use async_graphql::Enum;
use souk_entities::{catalog::product, inventory::variant_item};

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

//! Inputs for products. Import files contain the same shapes as JSON. In both, a location may be
//! given by its name, a collection by its handle and a variant by its SKU instead of an id.

use super::input_enums::{FileContentType, InventoryPolicy, WeightUnit};
use crate::catalog::units::Unit;
use async_graphql::{ID, InputObject, MaybeUndefined};
use serde::Deserialize;
use souk_kernel::{
    codes::CountryCode,
    scalars::{Color, DateTime, Decimal},
};

pub use super::products::ProductSetInput;

/// Identifies a product. Give exactly one of the two.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductSetIdentifiers {
    /// Id of the product.
    pub id: Option<ID>,
    /// Handle of the product. If no product has it, one is created.
    pub handle: Option<String>,
}

/// Title and description for search engines.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[graphql(name = "SEOInput")]
#[serde(default, rename_all = "camelCase")]
pub struct SeoInput {
    /// Title for search engines; the product's own by default.
    pub title: Option<String>,
    /// Description for search engines; the product's own by default.
    pub description: Option<String>,
}

/// An image, video or 3D model.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct FileSetInput {
    /// Alternative text.
    pub alt: Option<String>,
    /// Type of the file; an image by default.
    pub content_type: Option<FileContentType>,
    /// Height in pixels.
    pub height: Option<i32>,
    /// Id of a medium the product already has.
    pub id: Option<ID>,
    /// URL to load it from, or the `originalSource` that an upload was answered with.
    pub original_source: Option<String>,
    /// Width in pixels.
    pub width: Option<i32>,
}

/// An image.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ImageInput {
    /// Alternative text.
    pub alt_text: Option<String>,
    /// Height in pixels.
    pub height: Option<i32>,
    /// URL to load it from, or the `originalSource` that an upload was answered with.
    pub src: String,
    /// Width in pixels.
    pub width: Option<i32>,
}

impl From<ImageInput> for FileSetInput {
    fn from(image: ImageInput) -> Self {
        Self {
            alt: image.alt_text,
            content_type: Some(FileContentType::Image),
            height: image.height,
            id: None,
            original_source: Some(image.src),
            width: image.width,
        }
    }
}

/// Publication in a sales channel.
#[derive(InputObject, Clone, Debug)]
pub struct PublicationInput {
    /// Id of the sales channel.
    pub publication_id: ID,
    /// When it becomes visible there; by default as soon as the resource is published.
    pub publish_date: Option<DateTime>,
}

/// A custom field.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct MetafieldInput {
    /// Key within the namespace.
    pub key: Option<String>,
    /// Namespace; `custom` by default.
    pub namespace: Option<String>,
    /// Type, such as `single_line_text_field`; the type of the definition by default.
    #[graphql(name = "type")]
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Value in the format of the type.
    pub value: Option<String>,
}

/// An option of a product.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct OptionSetInput {
    /// Id of an existing option, which may be renamed.
    pub id: Option<ID>,
    /// Name, such as `Color`.
    pub name: Option<String>,
    /// Position among the options, from 1; the order of the list by default.
    pub position: Option<i32>,
    /// Values in order.
    pub values: Option<Vec<OptionValueSetInput>>,
}

/// A value of an option.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct OptionValueSetInput {
    /// Id of an existing value, which may be renamed.
    pub id: Option<ID>,
    /// Name, such as `Red`.
    pub name: Option<String>,
    /// Swatch of the value.
    pub swatch: Option<SwatchInput>,
}

/// A swatch.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct SwatchInput {
    /// Colour.
    pub color: Option<Color>,
    /// Image.
    pub image: Option<FileSetInput>,
}

/// A variant of a product. It is matched to a stored variant by id, or else by its option values.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct ProductVariantSetInput {
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Compare-at price; null removes it.
    pub compare_at_price: MaybeUndefined<Decimal>,
    /// Component variants if it is a bundle, at most 150.
    pub components: Option<Vec<ProductVariantComponentInput>>,
    /// Its image.
    pub file: Option<FileSetInput>,
    /// Id of an existing variant.
    pub id: Option<ID>,
    /// Its inventory item.
    pub inventory_item: Option<InventoryItemInput>,
    /// Whether it can be bought when it is out of stock; it cannot by default.
    pub inventory_policy: Option<InventoryPolicy>,
    /// Quantities by location.
    pub inventory_quantities: Option<Vec<ProductSetInventoryInput>>,
    /// Custom fields, at most 250.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// One value for each option.
    pub option_values: Option<Vec<VariantOptionValueInput>>,
    /// Position among the variants, from 1; the order of the list by default.
    pub position: Option<i32>,
    /// Price in the shop's currency.
    pub price: Option<Decimal>,
    /// How many units may be bought at once.
    pub quantity_rule: Option<QuantityRuleInput>,
    /// Whether it is sold only as a bundle of its components.
    pub requires_components: Option<bool>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Whether tax is charged; it is by default.
    pub taxable: Option<bool>,
    /// Measurement for the unit price; null removes it.
    pub unit_price_measurement: MaybeUndefined<UnitPriceMeasurementInput>,
}

/// A component of a bundle.
#[derive(InputObject, Deserialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct ProductVariantComponentInput {
    /// The variant, by id or SKU.
    pub variant_id: ID,
    /// Number of units in one bundle.
    pub quantity: i32,
}

/// How many units may be bought at once.
#[derive(InputObject, Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "camelCase")]
pub struct QuantityRuleInput {
    /// Minimum quantity.
    pub minimum: i32,
    /// Maximum quantity.
    pub maximum: Option<i32>,
    /// Quantities must be a multiple of this.
    pub increment: i32,
}

/// The inventory item of a variant.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct InventoryItemInput {
    /// Unit cost in the shop's currency.
    pub cost: Option<Decimal>,
    /// Country of origin.
    pub country_code_of_origin: Option<CountryCode>,
    /// Harmonized System code for customs.
    pub harmonized_system_code: Option<String>,
    /// Weight of a unit.
    pub measurement: Option<InventoryItemMeasurementInput>,
    /// Whether it is shipped; it is by default.
    pub requires_shipping: Option<bool>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Whether its quantities are tracked; they are by default if quantities are given.
    pub tracked: Option<bool>,
}

/// Measurements of an inventory item.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct InventoryItemMeasurementInput {
    /// Weight.
    pub weight: Option<WeightInput>,
}

/// A weight.
#[derive(InputObject, Deserialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct WeightInput {
    /// Unit of weight.
    pub unit: WeightUnit,
    /// Number of units.
    pub value: f64,
}

/// A quantity at a location.
#[derive(InputObject, Deserialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct ProductSetInventoryInput {
    /// The location, by id or name.
    pub location_id: ID,
    /// The quantity to set: `available` or `on_hand`.
    #[graphql(default_with = "available()")]
    #[serde(default = "available")]
    pub name: String,
    /// The new quantity.
    pub quantity: i32,
}

fn available() -> String {
    "available".to_owned()
}

/// The value of a variant for an option.
#[derive(InputObject, Deserialize, Clone, Debug, Default)]
#[serde(default, rename_all = "camelCase")]
pub struct VariantOptionValueInput {
    /// Name of the value.
    pub name: Option<String>,
    /// Name of the option.
    pub option_name: Option<String>,
}

/// Content of a package, and the reference for its unit price.
#[derive(InputObject, Deserialize, Clone, Debug)]
#[serde(rename_all = "camelCase")]
pub struct UnitPriceMeasurementInput {
    /// Unit of the content.
    pub quantity_unit: Unit,
    /// Amount of content, in that unit.
    pub quantity_value: f64,
    /// Unit that the unit price refers to.
    pub reference_unit: Unit,
    /// Number of those units.
    pub reference_value: i32,
}

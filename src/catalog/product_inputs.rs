//! Inputs of products. Files of imports hold the same shapes as JSON; there and here a location may
//! be named by its name, a collection by its handle and a variant by its SKU instead of an id.

use super::input_enums::{FileContentType, InventoryPolicy, ProductStatus};
use crate::{
    catalog::{graphql::WeightUnit, units::Unit},
    codes::CountryCode,
    scalars::{Color, DateTime, Decimal, Html},
};
use async_graphql::{ID, InputObject, MaybeUndefined};

/// Which product is meant; give one of both.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductSetIdentifiers {
    /// Its id.
    pub id: Option<ID>,
    /// Its handle; a product that does not exist is made.
    pub handle: Option<String>,
}

/// A whole product. What is left out stays as it is, or gets its default on a new product; a list
/// replaces the stored one.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductSetInput {
    /// Category path, broadest first, such as `Home > Lighting > Lamps`.
    pub category: MaybeUndefined<String>,
    /// Collections with products chosen by hand, by id or handle.
    pub collections: Option<Vec<ID>>,
    /// When it was made; now where absent.
    pub created_at: Option<DateTime>,
    /// Description with markup.
    pub description_html: Option<Html>,
    /// Pictures, videos and models in order, at most 250.
    pub files: Option<Vec<FileSetInput>>,
    /// Whether it is a gift card.
    pub gift_card: Option<bool>,
    /// Name in addresses; made from the title where absent.
    pub handle: Option<String>,
    /// Custom fields, at most 250.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// Options in order, at most 3.
    pub product_options: Option<Vec<OptionSetInput>>,
    /// The merchant's own kind.
    pub product_type: Option<String>,
    /// When it is published; null unpublishes it. An active product without a date is published at
    /// once.
    pub published_at: MaybeUndefined<DateTime>,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: Option<bool>,
    /// What search engines show.
    pub seo: Option<SeoInput>,
    /// Where it stands in its life; active where absent.
    pub status: Option<ProductStatus>,
    /// Tags, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name shown to buyers.
    pub title: Option<String>,
    /// Variants in order, at most 2,048.
    pub variants: Option<Vec<ProductVariantSetInput>>,
    /// Who makes or sells it; the shop where absent.
    pub vendor: Option<String>,
}

/// What search engines show.
#[derive(InputObject, Clone, Debug, Default)]
#[graphql(name = "SEOInput")]
pub struct SeoInput {
    /// Title; the product's own where absent.
    pub title: Option<String>,
    /// Description; the product's own where absent.
    pub description: Option<String>,
}

/// A picture, video or model.
#[derive(InputObject, Clone, Debug, Default)]
pub struct FileSetInput {
    /// What it shows, in words.
    pub alt: Option<String>,
    /// Its kind; a picture where absent.
    pub content_type: Option<FileContentType>,
    /// Height in pixels.
    pub height: Option<i32>,
    /// A medium the product has already.
    pub id: Option<ID>,
    /// Address it comes from.
    pub original_source: Option<String>,
    /// Width in pixels.
    pub width: Option<i32>,
}

/// A picture.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ImageInput {
    /// What it shows, in words.
    pub alt_text: Option<String>,
    /// Height in pixels.
    pub height: Option<i32>,
    /// Address it comes from.
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

/// That a sales channel shows something.
#[derive(InputObject, Clone, Debug)]
pub struct PublicationInput {
    /// The channel.
    pub publication_id: ID,
    /// From when on; as soon as it is published where absent.
    pub publish_date: Option<DateTime>,
}

/// A custom field.
#[derive(InputObject, Clone, Debug, Default)]
pub struct MetafieldInput {
    /// Key within the namespace.
    pub key: Option<String>,
    /// Namespace; `custom` where absent.
    pub namespace: Option<String>,
    /// Type, such as `single_line_text_field`; that of the definition where absent.
    #[graphql(name = "type")]
    pub kind: Option<String>,
    /// Value in the format of the type.
    pub value: Option<String>,
}

/// An option of a product.
#[derive(InputObject, Clone, Debug, Default)]
pub struct OptionSetInput {
    /// An option the product has already, which may be renamed.
    pub id: Option<ID>,
    /// Name, such as `Color`.
    pub name: Option<String>,
    /// Place among the options, from 1; the order of the list where absent.
    pub position: Option<i32>,
    /// Values in order.
    pub values: Option<Vec<OptionValueSetInput>>,
}

/// A value of an option.
#[derive(InputObject, Clone, Debug, Default)]
pub struct OptionValueSetInput {
    /// A value the option has already, which may be renamed.
    pub id: Option<ID>,
    /// Name, such as `Red`.
    pub name: Option<String>,
    /// What a swatch of it shows.
    pub swatch: Option<SwatchInput>,
}

/// A swatch.
#[derive(InputObject, Clone, Debug, Default)]
pub struct SwatchInput {
    /// Color.
    pub color: Option<Color>,
    /// Picture.
    pub image: Option<FileSetInput>,
}

/// A variant of a product. It is the stored one with this id, else the one with the same option
/// values.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProductVariantSetInput {
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Price before a reduction; null removes it.
    pub compare_at_price: MaybeUndefined<Decimal>,
    /// Variants it is a bundle of, at most 150.
    pub components: Option<Vec<ProductVariantComponentInput>>,
    /// Its picture.
    pub file: Option<FileSetInput>,
    /// A stored variant.
    pub id: Option<ID>,
    /// What is stocked.
    pub inventory_item: Option<InventoryItemInput>,
    /// Whether it sells when stock is out; not where absent.
    pub inventory_policy: Option<InventoryPolicy>,
    /// Stock by location.
    pub inventory_quantities: Option<Vec<ProductSetInventoryInput>>,
    /// Custom fields, at most 250.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// One value for each option.
    pub option_values: Option<Vec<VariantOptionValueInput>>,
    /// Place among the variants, from 1; the order of the list where absent.
    pub position: Option<i32>,
    /// Price in the shop's currency.
    pub price: Option<Decimal>,
    /// How many may be bought at once.
    pub quantity_rule: Option<QuantityRuleInput>,
    /// Whether it is sold only as a bundle of its components.
    pub requires_components: Option<bool>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Tax category.
    pub tax_code: Option<String>,
    /// Whether tax is charged; it is where absent.
    pub taxable: Option<bool>,
    /// What the unit price refers to; null removes it.
    pub unit_price_measurement: MaybeUndefined<UnitPriceMeasurementInput>,
}

/// A part of a bundle.
#[derive(InputObject, Clone, Debug)]
pub struct ProductVariantComponentInput {
    /// The variant, by id or SKU.
    pub variant_id: ID,
    /// How many of it one bundle needs.
    pub quantity: i32,
}

/// How many units may be bought at once.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct QuantityRuleInput {
    /// At least so many.
    pub minimum: i32,
    /// At most so many.
    pub maximum: Option<i32>,
    /// Only multiples of this.
    pub increment: i32,
}

/// What is stocked for a variant.
#[derive(InputObject, Clone, Debug, Default)]
pub struct InventoryItemInput {
    /// What a unit costs the merchant, in the shop's currency.
    pub cost: Option<Decimal>,
    /// Country it is made in.
    pub country_code_of_origin: Option<CountryCode>,
    /// Customs code.
    pub harmonized_system_code: Option<String>,
    /// Its measures.
    pub measurement: Option<InventoryItemMeasurementInput>,
    /// Whether it is sent; it is where absent.
    pub requires_shipping: Option<bool>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Whether units are counted; they are where quantities are given.
    pub tracked: Option<bool>,
}

/// Measures of a stocked item.
#[derive(InputObject, Clone, Debug, Default)]
pub struct InventoryItemMeasurementInput {
    /// Weight.
    pub weight: Option<WeightInput>,
}

/// A weight.
#[derive(InputObject, Clone, Debug)]
pub struct WeightInput {
    /// Unit.
    pub unit: WeightUnit,
    /// How many units.
    pub value: f64,
}

/// Stock at a location.
#[derive(InputObject, Clone, Debug)]
pub struct ProductSetInventoryInput {
    /// The location, by id or name.
    pub location_id: ID,
    /// Which quantity is set: `available` or `on_hand`.
    #[graphql(default_with = "\"available\".to_owned()")]
    pub name: String,
    /// What it shall be.
    pub quantity: i32,
}

/// A value a variant has for an option.
#[derive(InputObject, Clone, Debug, Default)]
pub struct VariantOptionValueInput {
    /// Name of the value.
    pub name: Option<String>,
    /// Name of the option.
    pub option_name: Option<String>,
}

/// Content of a package and the quantity its unit price is given for.
#[derive(InputObject, Clone, Debug)]
pub struct UnitPriceMeasurementInput {
    /// Unit of the content.
    pub quantity_unit: Unit,
    /// Content.
    pub quantity_value: f64,
    /// Unit the unit price refers to.
    pub reference_unit: Unit,
    /// How many of that unit.
    pub reference_value: i32,
}

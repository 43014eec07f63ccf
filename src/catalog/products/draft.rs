//! Products as a merchant wants them: checked inputs, before they meet what is stored.

use crate::inventory::levels::QuantityName;
use souk_entities::{
    Timestamp,
    catalog::{
        product::{MediaKind, ProductStatus, Publications},
        variant::{QuantityRule, UnitPriceMeasurement, WeightUnit},
    },
    ids::{CollectionId, LocationId, MediaId, OptionId, OptionValueId, ProductId, VariantId},
    inventory::variant_item::InventoryPolicy,
};

/// Which product a draft is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A new one; its handle is made from the title where the draft has none.
    New,
    /// The one with this id.
    Id(ProductId),
    /// The one with this handle, made where it does not exist.
    Handle(String),
}

/// A product as it should be. What is `None` stays as it is, or gets its default on a new product.
/// Lists are whole: what they do not hold is removed.
#[derive(Clone, Debug)]
pub struct ProductDraft {
    /// Which product it is.
    pub identity: Identity,
    /// New handle.
    pub handle: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Description as HTML.
    pub description_html: Option<String>,
    /// Vendor.
    pub vendor: Option<String>,
    /// The merchant's own kind.
    pub product_type: Option<String>,
    /// Category path; an inner `None` removes it.
    pub category: Option<Option<String>>,
    /// Tags, sorted, each once.
    pub tags: Option<Vec<String>>,
    /// Status.
    pub status: Option<ProductStatus>,
    /// When it is published; an inner `None` unpublishes it.
    pub published_at: Option<Option<Timestamp>>,
    /// The channels that show it.
    pub publications: Option<Option<Publications>>,
    /// Title and description for search engines.
    pub seo: Option<(Option<String>, Option<String>)>,
    /// Whether it is a gift card.
    pub gift_card: Option<bool>,
    /// Whether it is sold only with a selling plan.
    pub requires_selling_plan: Option<bool>,
    /// When it was made, for imports.
    pub created_at: Option<Timestamp>,
    /// Options in order.
    pub options: Option<Vec<OptionDraft>>,
    /// Media in order.
    pub media: Option<Vec<MediaDraft>>,
    /// Variants in order.
    pub variants: Option<Vec<VariantDraft>>,
    /// Custom fields.
    pub metafields: Option<Vec<MetafieldDraft>>,
    /// Whether custom fields of the product that are not given stay all the same.
    pub keeps_metafields: bool,
    /// Collections with products chosen by hand.
    pub collections: Option<Vec<CollectionId>>,
}

/// An option.
#[derive(Clone, Debug)]
pub struct OptionDraft {
    /// The option it is, where it may be renamed.
    pub id: Option<OptionId>,
    /// Name.
    pub name: String,
    /// Values in order.
    pub values: Vec<ValueDraft>,
}

/// A value of an option.
#[derive(Clone, Debug)]
pub struct ValueDraft {
    /// The value it is, where it may be renamed.
    pub id: Option<OptionValueId>,
    /// Name.
    pub name: String,
    /// Color of the swatch as `#rrggbb`.
    pub swatch_color: Option<String>,
    /// Picture of the swatch.
    pub swatch_image: Option<MediaDraft>,
}

/// A picture, video or model.
#[derive(Clone, Debug)]
pub struct MediaDraft {
    /// The medium of the product it is.
    pub id: Option<MediaId>,
    /// Kind.
    pub kind: MediaKind,
    /// Where it comes from. Empty only with an id.
    pub source: String,
    /// What it shows, in words.
    pub alt: Option<String>,
    /// Width in pixels.
    pub width: Option<i32>,
    /// Height in pixels.
    pub height: Option<i32>,
}

/// A variant. As with products, `None` leaves a stored value as it is.
#[derive(Clone, Debug)]
pub struct VariantDraft {
    /// The variant it is; else the one with the same option values.
    pub id: Option<VariantId>,
    /// Name of an option and of its value, in any order.
    pub option_values: Vec<(String, String)>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Price in minor units of the shop's currency.
    pub price: Option<i64>,
    /// Price before a reduction; an inner `None` removes it.
    pub compare_at_price: Option<Option<i64>>,
    /// Picture.
    pub media: Option<MediaDraft>,
    /// Weight in grams and the unit it was given in.
    pub weight: Option<(i64, WeightUnit)>,
    /// What the unit price refers to.
    pub unit_price_measurement: Option<Option<UnitPriceMeasurement>>,
    /// Whether it is sent.
    pub requires_shipping: Option<bool>,
    /// Whether tax is charged.
    pub taxable: Option<bool>,
    /// Tax category.
    pub tax_code: Option<String>,
    /// How many may be bought at once.
    pub quantity_rule: Option<QuantityRule>,
    /// Variants it is a bundle of.
    pub components: Option<Vec<ComponentDraft>>,
    /// Whether it is sold only as a bundle.
    pub requires_components: Option<bool>,
    /// Custom fields.
    pub metafields: Option<Vec<MetafieldDraft>>,
    /// Whether it sells when stock is out.
    pub policy: Option<InventoryPolicy>,
    /// Whether stock is counted.
    pub tracked: Option<bool>,
    /// What a unit costs the merchant, in minor units of the shop's currency.
    pub unit_cost: Option<i64>,
    /// ISO 3166 code.
    pub country_of_origin: Option<String>,
    /// Customs code.
    pub harmonized_system_code: Option<String>,
    /// Stock by location.
    pub quantities: Vec<QuantityDraft>,
}

/// A part of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct ComponentDraft {
    /// The variant that is a part.
    pub variant: VariantId,
    /// How many of it.
    pub quantity: i32,
}

/// A custom field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetafieldDraft {
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Type.
    pub kind: String,
    /// Value in the format of the type.
    pub value: String,
}

/// A quantity to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuantityDraft {
    /// The location.
    pub location: LocationId,
    /// Which quantity.
    pub name: QuantityName,
    /// What it shall be.
    pub quantity: i64,
}

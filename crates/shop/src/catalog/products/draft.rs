//! Validated product inputs, before they are combined with what is stored.

use crate::inventory::QuantityName;
use souk_entities::{
    catalog::{
        product::MediaKind,
        variant::{QuantityRule, UnitPriceMeasurement, WeightUnit},
    },
    ids::{LocationId, MediaId, OptionId, OptionValueId, ProductId, VariantId},
    inventory::variant_item::InventoryPolicy,
};

pub use super::fields::ProductDraft;

/// Identifies the product that a draft is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProductIdentity {
    /// A new product. Without a handle, one is derived from the title.
    New,
    /// The product with this id.
    Id(ProductId),
    /// The product with this handle, which is created if it does not exist.
    Handle(String),
}

/// An option.
#[derive(Clone, Debug)]
pub struct OptionDraft {
    /// Id of an existing option, which may be renamed.
    pub id: Option<OptionId>,
    /// Name.
    pub name: String,
    /// Values in order.
    pub values: Vec<ValueDraft>,
}

/// A value of an option.
#[derive(Clone, Debug)]
pub struct ValueDraft {
    /// Id of an existing value, which may be renamed.
    pub id: Option<OptionValueId>,
    /// Name.
    pub name: String,
    /// Colour of the swatch as `#rrggbb`.
    pub swatch_color: Option<String>,
    /// Image of the swatch.
    pub swatch_image: Option<MediaDraft>,
}

/// An image, video or 3D model.
#[derive(Clone, Debug)]
pub struct MediaDraft {
    /// Id of an existing medium of the product.
    pub id: Option<MediaId>,
    /// Type of the medium.
    pub kind: MediaKind,
    /// URL to load it from. Empty only if there is an id.
    pub source: String,
    /// Alternative text.
    pub alt: Option<String>,
    /// Width in pixels.
    pub width: Option<i32>,
    /// Height in pixels.
    pub height: Option<i32>,
}

/// A variant. As for products, `None` leaves a value unchanged.
#[derive(Clone, Debug)]
pub struct VariantDraft {
    /// Id of an existing variant. Without one, the variant is matched by its option values.
    pub id: Option<VariantId>,
    /// Option names with their values, in any order.
    pub option_values: Vec<(String, String)>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Price in minor units of the shop's currency.
    pub price: Option<i64>,
    /// Compare-at price; an inner `None` removes it.
    pub compare_at_price: Option<Option<i64>>,
    /// Image.
    pub media: Option<MediaDraft>,
    /// Weight in grams, and the unit it was given in.
    pub weight: Option<(i64, WeightUnit)>,
    /// Measurement for the unit price; an inner `None` removes it.
    pub unit_price_measurement: Option<Option<UnitPriceMeasurement>>,
    /// Whether it is shipped.
    pub requires_shipping: Option<bool>,
    /// Whether tax is charged.
    pub taxable: Option<bool>,
    /// Tax code.
    pub tax_code: Option<String>,
    /// How many may be bought at once.
    pub quantity_rule: Option<QuantityRule>,
    /// Component variants, if it is a bundle.
    pub components: Option<Vec<ComponentDraft>>,
    /// Whether it is sold only as a bundle of its components.
    pub requires_components: Option<bool>,
    /// Custom fields.
    pub metafields: Option<Vec<MetafieldDraft>>,
    /// Whether it can be bought when it is out of stock.
    pub policy: Option<InventoryPolicy>,
    /// Whether its quantities are tracked.
    pub tracked: Option<bool>,
    /// Unit cost, in minor units of the shop's currency.
    pub unit_cost: Option<i64>,
    /// Country of origin as an ISO 3166 code.
    pub country_of_origin: Option<String>,
    /// Harmonized System code for customs.
    pub harmonized_system_code: Option<String>,
    /// Quantities by location.
    pub quantities: Vec<QuantityDraft>,
}

/// A component of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct ComponentDraft {
    /// The component variant.
    pub variant: VariantId,
    /// Number of units in one bundle.
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
    /// The new quantity.
    pub quantity: i64,
}

//! Variants: the purchasable versions of a product, each with a price.
use crate::{
    Timestamp,
    ids::{MediaId, PriceListId, ProductId, VariantId},
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Variants: the purchasable versions of a product, each with a price.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariantId,
    /// The product.
    pub product_id: ProductId,
    /// Position among the variants of the product, from 1.
    pub position: i32,
    /// Option values joined by ` / `, or `Default Title`.
    pub title: String,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Price in minor units of the shop's currency.
    pub price: i64,
    /// Compare-at price in minor units of the shop's currency: the price before a reduction.
    pub compare_at_price: Option<i64>,
    /// One value for each option of the product, in the same order.
    #[sea_orm(column_type = "JsonBinary")]
    pub selected_options: SelectedOptions,
    /// Image of this variant, one of the product's media.
    pub media_id: Option<MediaId>,
    /// Weight in grams.
    pub weight_grams: i64,
    /// Unit in which the merchant entered the weight.
    pub weight_unit: WeightUnit,
    /// Measurements for the unit price.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub unit_price_measurement: Option<UnitPriceMeasurement>,
    /// Whether it is shipped to the buyer.
    pub requires_shipping: bool,
    /// Whether it is taxed.
    pub taxable: bool,
    /// Tax category, such as `reduced`.
    pub tax_code: Option<String>,
    /// How many units may be bought at once; null for any number.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub quantity_rule: Option<QuantityRule>,
    /// Quantity rules of price lists; each replaces the variant's own rule where its price list
    /// applies.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub list_quantity_rules: Option<ListQuantityRules>,
    /// Components of a bundle; empty if the variant is not a bundle.
    #[sea_orm(column_type = "JsonBinary")]
    pub components: Components,
    /// Whether it is sold only as a bundle of its components.
    pub requires_components: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Model {
    /// The first variant of a product, without options and made at `now`: shipped and taxed.
    pub fn new(id: VariantId, product_id: ProductId, price: i64, now: Timestamp) -> Self {
        Self {
            id,
            product_id,
            position: 1,
            title: String::new(),
            sku: None,
            barcode: None,
            price,
            compare_at_price: None,
            selected_options: SelectedOptions::default(),
            media_id: None,
            weight_grams: 0,
            weight_unit: WeightUnit::Kilograms,
            unit_price_measurement: None,
            requires_shipping: true,
            taxable: true,
            tax_code: None,
            quantity_rule: None,
            list_quantity_rules: None,
            components: Components::default(),
            requires_components: false,
            created_at: now,
            updated_at: now,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Unit of a weight.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
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

/// The value a variant has for one option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelectedOption {
    /// Name of the option.
    pub name: String,
    /// Name of the value.
    pub value: String,
}

json_column! {
    /// One value for each option.
    SelectedOptions(Vec<SelectedOption>)
}

/// How many units a buyer may buy at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityRule {
    /// Minimum quantity.
    pub minimum: i32,
    /// Maximum quantity.
    pub maximum: Option<i32>,
    /// The quantity must be a multiple of this.
    pub increment: i32,
}
kept_as_json!(QuantityRule);

json_column! {
    /// Quantity rules by price list.
    ListQuantityRules(std::collections::BTreeMap<PriceListId, QuantityRule>)
}

/// Content of the package and the reference quantity of the unit price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPriceMeasurement {
    /// Content of the package, in thousandths of `quantity_unit`.
    pub quantity_thousandths: i64,
    /// Unit of the content, such as `ML`.
    pub quantity_unit: String,
    /// Reference quantity of the unit price, in `reference_unit`.
    pub reference_value: i32,
    /// Unit of the reference quantity, such as `L`.
    pub reference_unit: String,
}
kept_as_json!(UnitPriceMeasurement);

/// A component of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The component's variant.
    pub variant: VariantId,
    /// How many units one bundle contains.
    pub quantity: i32,
}

json_column! {
    /// Components of a bundle.
    Components(Vec<Component>)
}

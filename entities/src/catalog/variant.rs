//! Variants: what is sold, each with a price.
use crate::{
    Timestamp,
    ids::{MediaId, PriceListId, ProductId, VariantId},
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Variants: what is sold, each with a price.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "variant")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VariantId,
    /// The product.
    pub product_id: ProductId,
    /// Place among the variants of the product, from 1.
    pub position: i32,
    /// Option values joined by ` / `, or `Default Title`.
    pub title: String,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// GTIN, EAN, UPC or ISBN.
    pub barcode: Option<String>,
    /// Price in minor units of the shop's currency.
    pub price: i64,
    /// Price before a reduction, in minor units of the shop's currency.
    pub compare_at_price: Option<i64>,
    /// One value for each option of the product, in their order.
    #[sea_orm(column_type = "JsonBinary")]
    pub selected_options: SelectedOptions,
    /// Picture of this variant, one of the product's media.
    pub media_id: Option<MediaId>,
    /// Weight in grams.
    pub weight_grams: i64,
    /// Unit the merchant gave the weight in.
    pub weight_unit: WeightUnit,
    /// What the unit price refers to.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub unit_price_measurement: Option<UnitPriceMeasurement>,
    /// Whether something is sent to the buyer.
    pub requires_shipping: bool,
    /// Whether tax is charged.
    pub taxable: bool,
    /// Tax category, such as `reduced`.
    pub tax_code: Option<String>,
    /// How many may be bought at once; any number where absent.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub quantity_rule: Option<QuantityRule>,
    /// Rules of price lists, each in place of its own rule where the list is shown.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub list_quantity_rules: Option<ListQuantityRules>,
    /// Variants a bundle is made of; empty for most.
    #[sea_orm(column_type = "JsonBinary")]
    pub components: Components,
    /// Whether it is sold only as a bundle of its components.
    pub requires_components: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
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

/// How many units a buyer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantityRule {
    /// At least so many.
    pub minimum: i32,
    /// At most so many.
    pub maximum: Option<i32>,
    /// Only multiples of this.
    pub increment: i32,
}
kept_as_json!(QuantityRule);

json_column! {
    /// How many units a buyer may take, by price list.
    ListQuantityRules(std::collections::BTreeMap<PriceListId, QuantityRule>)
}

/// Quantity in the package and the quantity the unit price is given for, in thousandths of `unit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitPriceMeasurement {
    /// Content of the package, in thousandths of `quantity_unit`.
    pub quantity_thousandths: i64,
    /// Unit of the content, such as `ML`.
    pub quantity_unit: String,
    /// Quantity the unit price refers to, in units.
    pub reference_value: i32,
    /// Unit the unit price refers to, such as `L`.
    pub reference_unit: String,
}
kept_as_json!(UnitPriceMeasurement);

/// A part of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The variant that is a part.
    pub variant: VariantId,
    /// How many of it one bundle needs.
    pub quantity: i32,
}

json_column! {
    /// Parts of a bundle.
    Components(Vec<Component>)
}

//! Tax zones: regions where the same taxes apply.
use crate::{Timestamp, ids::TaxZoneId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Tax zones: regions where the same taxes apply.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "tax_zone")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaxZoneId,
    /// Name. Unique.
    #[sea_orm(unique)]
    pub name: String,
    /// Its rates.
    #[sea_orm(column_type = "JsonBinary")]
    pub rates: TaxRates,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A tax rate. Several rates on the same products add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// Name shown, such as `VAT`.
    pub title: String,
    /// Rate in millionths: 19 % is 190,000.
    pub rate: i64,
    /// What it applies to.
    pub goods: TaxedGoods,
    /// Whether it also applies to delivery; only rates for all products can.
    pub on_delivery: bool,
}

/// What a tax rate applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaxedGoods {
    /// All products for which the zone has no other rate.
    All,
    /// Variants with this tax code, such as `reduced`.
    Code(String),
    /// Products in this taxonomy category or below it, such as `Food > Tea`.
    Category(String),
}

json_column! {
    /// Rates of a tax zone.
    TaxRates(Vec<TaxRate>)
}

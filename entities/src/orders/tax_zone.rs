//! Tax zones: parts of the world where the same taxes are due.
use crate::{Timestamp, ids::TaxZoneId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Tax zones: parts of the world where the same taxes are due.
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
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A tax rate. Several for the same goods add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// Name shown, such as `VAT`.
    pub title: String,
    /// Rate in millionths: 19 % is 190,000.
    pub rate: i64,
    /// What it is for.
    pub goods: TaxedGoods,
    /// Whether delivery is taxed by it too; only rates for all goods can.
    pub on_delivery: bool,
}

/// What a tax rate is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaxedGoods {
    /// All goods for which the zone has no other rate.
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

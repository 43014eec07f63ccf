//! Places that hold stock.
use crate::{Timestamp, ids::LocationId, kept_as_json};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Places that hold stock.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "location")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LocationId,
    /// Name. Unique.
    #[sea_orm(unique)]
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// Whether it fulfils online orders.
    pub fulfills_online_orders: bool,
    /// Address.
    #[sea_orm(column_type = "JsonBinary")]
    pub address: Address,
    /// Pickup settings, if buyers may pick orders up here.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub pickup: Option<Pickup>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Address of a location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Address {
    /// First line.
    pub address1: Option<String>,
    /// Second line.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// Code of the province.
    pub province_code: Option<String>,
    /// Name of the province.
    pub province: Option<String>,
    /// ISO 3166 code of the country.
    pub country_code: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Latitude in degrees north.
    pub latitude: Option<f64>,
    /// Longitude in degrees east.
    pub longitude: Option<f64>,
}
kept_as_json!(Address);

/// How buyers pick up orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pickup {
    /// How soon an order is ready, such as `TWO_HOURS`.
    pub pickup_time: String,
    /// Instructions for buyers.
    pub instructions: String,
}
kept_as_json!(Pickup);

//! Delivery zones: regions to which orders are delivered by the same methods.
use crate::{
    Timestamp,
    ids::{DeliveryMethodId, DeliveryZoneId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Delivery zones: regions to which orders are delivered by the same methods.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "delivery_zone")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryZoneId,
    /// Name. Unique.
    #[sea_orm(unique)]
    pub name: String,
    /// Delivery methods, in the order buyers see them.
    #[sea_orm(column_type = "JsonBinary")]
    pub methods: DeliveryMethods,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A delivery method of a zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryMethod {
    /// Id, unique in the shop.
    pub id: DeliveryMethodId,
    /// Name for buyers.
    pub name: String,
    /// Description for buyers.
    pub description: Option<String>,
    /// Code that the shop and its carriers know it by.
    pub code: Option<String>,
    /// Shipping rates. The first rate that fits applies; if none does, the method is not offered.
    pub rates: Vec<DeliveryRate>,
}

json_column! {
    /// Delivery methods.
    DeliveryMethods(Vec<DeliveryMethod>)
}

/// A shipping rate: what a delivery method costs in one currency, for orders within bounds. Bounds
/// are inclusive; an absent bound does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRate {
    /// ISO 4217 code.
    pub currency: String,
    /// Price in minor units.
    pub price: i64,
    /// Price of the merchandise from which delivery is free, in minor units.
    pub free_from: Option<i64>,
    /// Lowest price of the merchandise, in minor units.
    pub minimum_price: Option<i64>,
    /// Highest price of the merchandise, in minor units.
    pub maximum_price: Option<i64>,
    /// Lowest weight in grams.
    pub minimum_grams: Option<i64>,
    /// Highest weight in grams.
    pub maximum_grams: Option<i64>,
}

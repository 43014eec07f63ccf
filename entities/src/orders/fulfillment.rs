//! Fulfilments.
use crate::{
    Timestamp,
    ids::{
        FulfillmentId, FulfillmentLineId, FulfillmentOrderLineId, InventoryItemId, LocationId,
        OrderId, OrderLineId,
    },
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// A fulfilment: units of an order that one location sent together.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "fulfillment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentId,
    /// The order.
    pub order_id: OrderId,
    /// Location that sent it; `None` if no location stocked the items.
    pub location_id: Option<LocationId>,
    /// Number among the fulfilments of the order, from 1.
    pub number: i32,
    /// Status.
    pub status: FulfillmentState,
    /// What was sent.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: FulfillmentLines,
    /// Tracking of the parcels.
    #[sea_orm(column_type = "JsonBinary")]
    pub tracking: Tracking,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Status of a fulfilment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum FulfillmentState {
    /// It was cancelled before it left.
    Cancelled,
    /// It was sent.
    Success,
}

/// Units of a line in a fulfilment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfillmentLine {
    /// Id.
    pub id: FulfillmentLineId,
    /// The line of the fulfilment order.
    pub fulfillment_order_line: FulfillmentOrderLineId,
    /// The line of the order.
    pub order_line: OrderLineId,
    /// Number of units.
    pub quantity: i32,
    /// The stock that left with them.
    pub stock: Vec<Units>,
}

/// Units of an item at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// The item.
    pub item: InventoryItemId,
    /// Its location.
    pub location: Option<LocationId>,
    /// Number of units.
    pub units: i64,
}

json_column! {
    /// What was sent.
    FulfillmentLines(Vec<FulfillmentLine>)
}

/// Tracking of parcels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The carrier.
    pub company: Option<String>,
    /// Tracking numbers and URLs, one for each parcel.
    pub parcels: Vec<Parcel>,
}
kept_as_json!(Tracking);

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Tracking number.
    pub number: Option<String>,
    /// URL of its tracking page.
    pub url: Option<String>,
}

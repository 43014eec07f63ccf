//! Parcels that were sent.
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

/// Units of an order that one location sent together.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "fulfillment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentId,
    /// The order.
    pub order_id: OrderId,
    /// Who sent it; nothing where no location kept the goods.
    pub location_id: Option<LocationId>,
    /// Place among the fulfilments of the order, from 1.
    pub number: i32,
    /// How far it is.
    pub status: FulfillmentState,
    /// What was sent.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: FulfillmentLines,
    /// Where parcels can be followed.
    #[sea_orm(column_type = "JsonBinary")]
    pub tracking: Tracking,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far a fulfilment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum FulfillmentState {
    /// It was taken back before it left.
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
    /// How many units.
    pub quantity: i32,
    /// The stock that left with them.
    pub stock: Vec<Units>,
}

/// Units of an item at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// The item.
    pub item: InventoryItemId,
    /// Where it lies.
    pub location: Option<LocationId>,
    /// How many.
    pub units: i64,
}

json_column! {
    /// What was sent.
    FulfillmentLines(Vec<FulfillmentLine>)
}

/// Where parcels can be followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The carrier.
    pub company: Option<String>,
    /// Numbers and addresses, one for each parcel.
    pub parcels: Vec<Parcel>,
}
kept_as_json!(Tracking);

/// A parcel on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Number at the carrier.
    pub number: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
}

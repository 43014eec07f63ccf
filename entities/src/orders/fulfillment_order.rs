//! Fulfilment orders: what one location has to send for an order.
use crate::{
    Timestamp,
    ids::{FulfillmentHoldId, FulfillmentOrderId, LocationId, OrderId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Fulfilment orders: what one location has to send for an order.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "fulfillment_order")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentOrderId,
    /// The order.
    pub order_id: OrderId,
    /// Location that sends it; `None` if no location stocks the items.
    pub location_id: Option<LocationId>,
    /// Whether it requires shipping.
    pub requires_shipping: bool,
    /// Status.
    pub status: FulfillmentOrderStatus,
    /// Holds on it.
    #[sea_orm(column_type = "JsonBinary")]
    pub holds: FulfillmentHolds,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Status of a fulfilment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum FulfillmentOrderStatus {
    /// Nothing of it will be sent.
    Cancelled,
    /// All of it is sent.
    Closed,
    /// Part of it is sent.
    InProgress,
    /// It is on hold.
    OnHold,
    /// Nothing of it is sent yet.
    Open,
}

/// A hold on a fulfilment order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfillmentHold {
    /// Id.
    pub id: FulfillmentHoldId,
    /// Reason code.
    pub reason: String,
    /// Note about the reason.
    pub notes: Option<String>,
    /// When it was placed.
    pub created_at: Timestamp,
}

json_column! {
    /// Holds on a fulfilment order.
    FulfillmentHolds(Vec<FulfillmentHold>)
}

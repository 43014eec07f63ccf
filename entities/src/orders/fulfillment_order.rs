//! What one location has to send for an order.
use crate::{
    Timestamp,
    ids::{FulfillmentHoldId, FulfillmentOrderId, LocationId, OrderId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// What one location has to send for an order.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "fulfillment_order")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentOrderId,
    /// The order.
    pub order_id: OrderId,
    /// Who sends it; nothing where no location keeps the goods.
    pub location_id: Option<LocationId>,
    /// Whether it is shipped.
    pub requires_shipping: bool,
    /// How far it is.
    pub status: FulfillmentOrderStatus,
    /// Why it must wait.
    #[sea_orm(column_type = "JsonBinary")]
    pub holds: FulfillmentHolds,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far a fulfilment order is.
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
    /// A part of it is sent.
    InProgress,
    /// It must wait.
    OnHold,
    /// Nothing of it is sent.
    Open,
}

/// Why a fulfilment order must wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfillmentHold {
    /// Id.
    pub id: FulfillmentHoldId,
    /// Why, for programs.
    pub reason: String,
    /// Why, for people.
    pub notes: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
}

json_column! {
    /// Why a fulfilment order must wait.
    FulfillmentHolds(Vec<FulfillmentHold>)
}

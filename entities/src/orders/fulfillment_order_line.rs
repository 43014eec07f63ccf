//! Lines of fulfilment orders.
use crate::ids::{FulfillmentOrderId, FulfillmentOrderLineId, OrderId, OrderLineId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Units of an order line that one location has to send.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "fulfillment_order_line")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FulfillmentOrderLineId,
    /// The fulfilment order.
    pub fulfillment_order_id: FulfillmentOrderId,
    /// The order, for reads of a whole order.
    pub order_id: OrderId,
    /// The line of the order.
    pub order_line_id: OrderLineId,
    /// Units to send at first.
    pub total: i32,
    /// Units left to send: never below 0.
    pub remaining: i32,
}

impl ActiveModelBehavior for ActiveModel {}

//! The timelines of orders.
use crate::{
    Timestamp,
    ids::{OrderEventId, OrderId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// An event in the timeline of an order, for people to read.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "order_event")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderEventId,
    /// The order.
    pub order_id: OrderId,
    /// Kind of event.
    pub kind: String,
    /// Message for people.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// When it happened.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

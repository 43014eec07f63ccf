//! The timeline of orders.
use crate::{
    Timestamp,
    ids::{OrderEventId, OrderId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Something that happened to an order, for people to read.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "order_event")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderEventId,
    /// The order.
    pub order_id: OrderId,
    /// What happened, for programs.
    pub kind: String,
    /// What happened, for people.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// When.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

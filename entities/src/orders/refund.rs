//! Money that goes back.
use super::fulfillment::Units;
use crate::{
    Timestamp,
    ids::{FulfillmentOrderLineId, LocationId, OrderId, OrderLineId, RefundId, RefundLineId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Refunds. Amounts are minor units of the order's currency.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefundId,
    /// The order.
    pub order_id: OrderId,
    /// How far it is.
    pub state: RefundState,
    /// What goes back.
    pub amount: i64,
    /// Of it, what is for delivery.
    pub delivery: i64,
    /// Note of the merchant.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// For which lines.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: RefundLines,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far a refund is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RefundState {
    /// The money went back.
    Done,
    /// The provider refused; nothing went back.
    Failed,
    /// It is on its way.
    Pending,
}

/// What becomes of refunded units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RestockType {
    /// They will not be sent, and can be sold again.
    Cancel,
    /// Nothing changes.
    NoRestock,
    /// They came back, and can be sold again.
    Return,
}

/// Refunded units of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// Id.
    pub id: RefundLineId,
    /// The line of the order.
    pub order_line: OrderLineId,
    /// How many units.
    pub quantity: i32,
    /// What becomes of them.
    pub restock: RestockType,
    /// Where they go.
    pub location: Option<LocationId>,
    /// Their price, discounts taken off.
    pub subtotal: i64,
    /// Their tax.
    pub tax: i64,
    /// The stock behind them that can be sold again.
    pub stock: Vec<Units>,
    /// Lines of fulfilment orders that have so many units less to send.
    pub assigned: Vec<(FulfillmentOrderLineId, i32)>,
}

json_column! {
    /// For which lines a refund is.
    RefundLines(Vec<RefundLine>)
}

//! Refunds.
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
    /// State.
    pub state: RefundState,
    /// Amount of the refund.
    pub amount: i64,
    /// The part of the amount that is for delivery.
    pub delivery: i64,
    /// Merchant's note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// The lines it is for.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: RefundLines,
    /// When it was requested.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RefundState {
    /// The money was refunded.
    Done,
    /// The provider refused; nothing was refunded.
    Failed,
    /// It is in progress.
    Pending,
}

/// What happens to the stock of refunded units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RestockType {
    /// They will not be sent, and can be sold again.
    Cancel,
    /// Nothing changes.
    NoRestock,
    /// They were returned, and can be sold again.
    Return,
}

/// Refunded units of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// Id.
    pub id: RefundLineId,
    /// The line of the order.
    pub order_line: OrderLineId,
    /// Number of units.
    pub quantity: i32,
    /// What happens to their stock.
    pub restock: RestockType,
    /// Where they are restocked.
    pub location: Option<LocationId>,
    /// Their price after discounts.
    pub subtotal: i64,
    /// Their tax.
    pub tax: i64,
    /// Their stock that can be sold again.
    pub stock: Vec<Units>,
    /// Lines of fulfilment orders, and by how many units less each has to send.
    pub assigned: Vec<(FulfillmentOrderLineId, i32)>,
}

json_column! {
    /// The lines of a refund.
    RefundLines(Vec<RefundLine>)
}

//! Writes an order with what belongs to it.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::orders::{
    fulfillment, fulfillment_order, fulfillment_order_line, order, order_line, refund,
};
use souk_kernel::rows;

/// An order, and the rows around it that are new or have changed.
pub(in crate::orders) struct OrderChanges {
    pub(in crate::orders) order: order::Model,
    pub(in crate::orders) lines: Vec<order_line::Model>,
    pub(in crate::orders) assignments: Vec<fulfillment_order::Model>,
    pub(in crate::orders) assigned: Vec<fulfillment_order_line::Model>,
    pub(in crate::orders) fulfillments: Vec<fulfillment::Model>,
    pub(in crate::orders) refunds: Vec<refund::Model>,
}

/// Writes the changes of an order whose row is locked.
pub(in crate::orders) async fn save_changes(
    txn: &impl ConnectionTrait,
    changes: OrderChanges,
) -> Result<(), DbErr> {
    rows::upsert::<order::Entity>(txn, vec![changes.order]).await?;
    rows::upsert::<order_line::Entity>(txn, changes.lines).await?;
    rows::upsert::<fulfillment_order::Entity>(txn, changes.assignments).await?;
    rows::upsert::<fulfillment_order_line::Entity>(txn, changes.assigned).await?;
    rows::upsert::<fulfillment::Entity>(txn, changes.fulfillments).await?;
    rows::upsert::<refund::Entity>(txn, changes.refunds).await
}

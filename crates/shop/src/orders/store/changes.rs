//! Writes an order with what belongs to it.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::orders::{
    fulfillment, fulfillment_order, fulfillment_order_line, order, order_line, refund,
};
use souk_kernel::rows;
use std::collections::HashSet;

/// An order, and the rows around it that are new or have changed.
pub(in crate::orders) struct OrderChanges {
    pub(in crate::orders) order: order::Model,
    pub(in crate::orders) lines: Vec<order_line::Model>,
    pub(in crate::orders) assignments: Vec<fulfillment_order::Model>,
    pub(in crate::orders) assigned: Vec<fulfillment_order_line::Model>,
    pub(in crate::orders) fulfillments: Vec<fulfillment::Model>,
    pub(in crate::orders) refunds: Vec<refund::Model>,
    /// Ids of those among the rows that are new.
    pub(in crate::orders) new: HashSet<i64>,
}

/// Writes the changes of an order whose row is locked.
pub(in crate::orders) async fn save_changes(
    txn: &impl ConnectionTrait,
    changes: OrderChanges,
) -> Result<(), DbErr> {
    let new = |id: i64| changes.new.contains(&id);
    rows::save::<order::Entity>(txn, vec![changes.order], |_| false).await?;
    rows::save::<order_line::Entity>(txn, changes.lines, |row| new(row.id.0)).await?;
    let (assignments, assigned) = (changes.assignments, changes.assigned);
    rows::save::<fulfillment_order::Entity>(txn, assignments, |row| new(row.id.0)).await?;
    rows::save::<fulfillment_order_line::Entity>(txn, assigned, |row| new(row.id.0)).await?;
    rows::save::<fulfillment::Entity>(txn, changes.fulfillments, |row| new(row.id.0)).await?;
    rows::save::<refund::Entity>(txn, changes.refunds, |row| new(row.id.0)).await
}

//! How an operation ends: what is written when it is complete, or when it has failed and is undone.

use super::{
    locked_order::LockedOrder,
    operation_work::{End, Moving, Work},
    state::FulfillmentOrderEvent,
    store, units,
};
use crate::payments::{TransactionKind, TransactionStatus};
use sea_orm::DbErr;
use souk_entities::{
    ids::{LocationId, RefundId},
    orders::{
        fulfillment_order::{self, FulfillmentHolds, FulfillmentOrderStatus},
        fulfillment_order_line,
        order_operation::{self, OperationState},
        refund::{RefundState, RestockType},
    },
};
use souk_kernel::{app::App, events::Event};

/// Writes the end of a completed operation. A second call changes nothing.
pub(super) async fn finish(
    app: &App,
    row: &order_operation::Model,
    work: &Work,
) -> anyhow::Result<()> {
    end(app, row, work, None).await.map(|_| ())
}

/// Writes the end of an operation whose stock can never be updated: its money has moved, or its
/// units have been shipped. The timeline records why. Returns whether this call wrote it.
pub(super) async fn without_stock(
    app: &App,
    row: &order_operation::Model,
    work: &Work,
    why: &str,
) -> anyhow::Result<bool> {
    end(app, row, work, Some(why)).await
}

async fn end(
    app: &App,
    row: &order_operation::Model,
    work: &Work,
    failure: Option<&str>,
) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let mut whole = required(&txn, row).await?;
    let state = match failure {
        None => OperationState::Done,
        Some(_) => OperationState::StockRefused,
    };
    if !store::end_operation(&txn, row.id, state, failure, now).await? {
        txn.rollback().await?;
        return Ok(false);
    }
    let before = whole.clone();
    if let Some(why) = failure {
        let message = format!("The stock was not changed, and has to be corrected by hand. {why}");
        whole.tell("stock_failed", message);
    }
    let mut events = Vec::new();
    match &work.end {
        End::Nothing => {}
        End::Refund { refund, notify } => {
            settle_refund(&mut whole, *refund, work, app);
            events.push(Event::OrderRefunded {
                order: row.order_id,
                refund: *refund,
                notify: *notify,
            });
        }
        End::Cancel { refund } => {
            if let Some(refund) = refund {
                settle_refund(&mut whole, *refund, work, app);
            }
        }
        End::Move(moving) => move_to(&mut whole, moving, app)?,
    }
    whole.save(app, &txn, &before, &events).await?;
    txn.commit().await?;
    Ok(true)
}

/// Writes the end of a failed operation and releases what it claimed.
pub(super) async fn undo(
    app: &App,
    row: &order_operation::Model,
    work: &Work,
    why: &str,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let mut whole = required(&txn, row).await?;
    if !store::end_operation(&txn, row.id, OperationState::Failed, Some(why), now).await? {
        return Ok(txn.rollback().await?);
    }
    let before = whole.clone();
    match &work.end {
        End::Nothing | End::Cancel { .. } => {}
        End::Refund { refund, .. } => undo_refund(&mut whole, *refund, app)?,
        End::Move(moving) => stay(&mut whole, moving, app)?,
    }
    whole.save(app, &txn, &before, &[]).await?;
    Ok(txn.commit().await?)
}

async fn required(
    txn: &sea_orm::DatabaseTransaction,
    row: &order_operation::Model,
) -> anyhow::Result<LockedOrder> {
    let whole = LockedOrder::lock(txn, row.order_id).await?;
    whole.ok_or_else(|| DbErr::RecordNotFound("order".to_owned()).into())
}

/// Sets the refund's amount to the sum of its successful transactions.
pub(super) fn settle_refund(whole: &mut LockedOrder, id: RefundId, work: &Work, app: &App) {
    let done = whole.transactions.iter().filter(|row| {
        work.transactions.contains(&row.id)
            && row.kind == TransactionKind::Refund
            && row.status == TransactionStatus::Success
    });
    let amount: i64 = done.map(|row| row.amount).sum();
    if let Some(refund) = whole.refund(id) {
        refund.state = match amount {
            0 if refund.amount > 0 || refund.state == RefundState::Failed => RefundState::Failed,
            _ => RefundState::Done,
        };
        refund.amount = amount;
        refund.updated_at = app.clock.now();
    }
}

/// Makes the units of a failed refund refundable and shippable again.
fn undo_refund(whole: &mut LockedOrder, id: RefundId, app: &App) -> anyhow::Result<()> {
    let Some(refund) = whole.refund(id) else {
        return Ok(());
    };
    refund.state = RefundState::Failed;
    refund.updated_at = app.clock.now();
    for refunded in refund.lines.0.clone() {
        let Some(line) = whole.line(refunded.order_line) else {
            continue;
        };
        line.refunded -= refunded.quantity;
        match refunded.restock {
            RestockType::NoRestock => {}
            RestockType::Return => {
                for taken in &refunded.stock {
                    units::give_up(line, taken, true);
                }
            }
            RestockType::Cancel => {
                line.removed -= refunded.quantity;
                for taken in &refunded.stock {
                    units::give_up(line, taken, false);
                }
                for (assigned, quantity) in &refunded.assigned {
                    let mut lines = whole.assigned.iter_mut();
                    let Some(found) = lines.find(|line| line.id == *assigned) else {
                        continue;
                    };
                    found.remaining += quantity;
                    let order = found.fulfillment_order_id;
                    reopen(whole, order, app);
                }
            }
        }
    }
    Ok(())
}

/// Sets the status of a fulfillment order that has units to ship again.
fn reopen(whole: &mut LockedOrder, id: souk_entities::ids::FulfillmentOrderId, app: &App) {
    let (sent, _) = whole.units_of(id);
    if let Some(order) = whole.assignment(id)
        && order.status != FulfillmentOrderStatus::OnHold
    {
        order.status = match sent {
            0 => FulfillmentOrderStatus::Open,
            _ => FulfillmentOrderStatus::InProgress,
        };
        order.updated_at = app.clock.now();
    }
}

/// Assigns moved units to the new location, which now has to ship them.
fn move_to(whole: &mut LockedOrder, moving: &Moving, app: &App) -> anyhow::Result<()> {
    let Some(from) = whole.assignment(moving.from).cloned() else {
        return Ok(());
    };
    let target = target(whole, &from, moving.to, app);
    for (assigned, quantity, stock) in &moving.lines {
        let mut lines = whole.assigned.iter();
        let Some(old) = lines.find(|line| line.id == *assigned).cloned() else {
            continue;
        };
        let mut lines = whole.assigned.iter_mut();
        let there = lines.find(|line| {
            line.fulfillment_order_id == target && line.order_line_id == old.order_line_id
        });
        match there {
            Some(there) => {
                there.total += quantity;
                there.remaining += quantity;
            }
            None => whole.assigned.push(fulfillment_order_line::Model {
                id: app.next_id(),
                fulfillment_order_id: target,
                total: *quantity,
                remaining: *quantity,
                ..old.clone()
            }),
        }
        if let Some(line) = whole.line(old.order_line_id) {
            units::moved(line, stock, moving.to);
        }
    }
    let event = FulfillmentOrderEvent::Remove;
    whole.advance(moving.from, event, app, "id").ok(); // it may have been cancelled meanwhile
    reopen(whole, target, app);
    whole.tell(
        "fulfillment_order_moved",
        "Units will be sent from another location.",
    );
    Ok(())
}

/// The fulfillment order of a location with the same delivery method, created if missing.
fn target(
    whole: &mut LockedOrder,
    from: &fulfillment_order::Model,
    to: LocationId,
    app: &App,
) -> souk_entities::ids::FulfillmentOrderId {
    let mut known = whole.assignments.iter();
    let known = known.find(|order| {
        order.location_id == Some(to)
            && order.requires_shipping == from.requires_shipping
            && matches!(
                order.status,
                FulfillmentOrderStatus::Open | FulfillmentOrderStatus::InProgress
            )
    });
    if let Some(known) = known {
        return known.id;
    }
    let now = app.clock.now();
    let order = fulfillment_order::Model {
        id: app.next_id(),
        location_id: Some(to),
        status: FulfillmentOrderStatus::Open,
        holds: FulfillmentHolds::default(),
        created_at: now,
        updated_at: now,
        ..from.clone()
    };
    let id = order.id;
    whole.assignments.push(order);
    id
}

/// Returns the units of a failed move to their fulfillment order.
fn stay(whole: &mut LockedOrder, moving: &Moving, app: &App) -> anyhow::Result<()> {
    for (assigned, quantity, _) in &moving.lines {
        let mut lines = whole.assigned.iter_mut();
        if let Some(line) = lines.find(|line| line.id == *assigned) {
            line.total += quantity;
            line.remaining += quantity;
        }
    }
    reopen(whole, moving.from, app);
    Ok(())
}

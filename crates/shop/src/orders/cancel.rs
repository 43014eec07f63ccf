//! Cancels orders.

use super::{
    collecting,
    locked_order::LockedOrder,
    operation_work::{End, StockStep, Work},
    operations,
    refunds::{self, DeliveryWish, LineWish, RefundWish},
    refusal::OrderErrorCode,
    state::{Balance, FulfillmentOrderEvent, is_live},
    store,
    units::{self, Step},
};
use crate::payments::{Transaction, TransactionKind, TransactionStatus};
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::{OrderId, PaymentTransactionId, RefundId},
    orders::{
        order::{self, CancelReason},
        refund::{self, RefundLines, RefundState, RestockType},
    },
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};

/// A request to cancel an order.
#[derive(Clone, Debug)]
pub struct CancelWish {
    /// The order.
    pub order: OrderId,
    /// Why the order is cancelled.
    pub reason: CancelReason,
    /// Whether its units become available again; otherwise they are written off.
    pub restock: bool,
    /// Whether to refund what was received.
    pub refund: bool,
    /// Whether to notify the buyer.
    pub notify: bool,
    /// Note for the timeline.
    pub note: Option<String>,
}

/// Cancels an order of which nothing was shipped. Its authorisations are voided, received payments
/// are refunded if requested, and its units are released.
///
/// # Errors
///
/// A refusal if something was shipped, a payment is not settled, or the order is already cancelled.
pub async fn cancel(
    app: &App,
    wanted: &CancelWish,
) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    let request = RequestKey::new(
        "orderCancel",
        Some(&wanted.order.0.to_string()),
        &wanted.order,
    );
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, wanted.order, "orderId").await?;
    allowed(&whole)?;
    let before = whole.clone();
    let (transactions, refund) = give_back(app, &txn, &mut whole, wanted, &request).await?;
    let stock = free(app, &mut whole, wanted)?;
    let now = app.clock.now();
    whole.order.cancelled_at = Some(now);
    whole.order.cancel_reason = Some(wanted.reason);
    let work = Work {
        attempt: whole.order.attempt_id,
        transactions,
        last: false,
        stock,
        end: End::Cancel { refund },
    };
    let note = wanted.note.as_deref().map(|note| format!(" {note}"));
    let note = note.unwrap_or_default();
    whole.tell("cancelled", format!("The order was cancelled.{note}"));
    let operation = operations::record(app, &txn, wanted.order, &request, &work).await?;
    let event = Event::OrderCancelled {
        order: wanted.order,
        notify: wanted.notify,
    };
    let row = whole.save(app, &txn, &before, &[event]).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    let db = app.databases.orders.writer();
    let found = store::orders(db, &[wanted.order]).await?.pop();
    Ok(found.unwrap_or(row))
}

fn allowed(whole: &LockedOrder) -> Result<(), Refusal<OrderErrorCode>> {
    let refuse = |why| Err(Refusal::new(OrderErrorCode::NotAllowed, "orderId", why));
    if whole.order.cancelled_at.is_some() {
        return refuse("The order is already cancelled.");
    }
    if whole.lines.iter().any(|line| whole.sent_of(line.id) > 0) {
        return refuse("An order with shipped units cannot be cancelled.");
    }
    if Balance::of(&whole.transactions).open {
        return refuse("A payment is not settled yet.");
    }
    Ok(())
}

/// Voids authorisations and, if requested, refunds received payments.
async fn give_back(
    app: &App,
    txn: &DatabaseTransaction,
    whole: &mut LockedOrder,
    wanted: &CancelWish,
    request: &RequestKey,
) -> Result<(Vec<PaymentTransactionId>, Option<RefundId>), ChangeError<OrderErrorCode>> {
    let mut ids = Vec::new();
    for held in held(whole) {
        let kind = TransactionKind::Void;
        let row = collecting::begin(app, txn, whole, &held, kind, 0, request, "orderId").await?;
        ids.push(row.id);
    }
    if !wanted.refund || Balance::of(&whole.transactions).refundable == 0 {
        return Ok((ids, None));
    }
    let lines = whole.lines.iter();
    let left = lines.filter(|line| line.refunded < line.quantity);
    let all = RefundWish {
        lines: left
            .map(|line| LineWish {
                line: line.id,
                quantity: line.quantity - line.refunded,
                restock: RestockType::NoRestock,
                location: None,
            })
            .collect(),
        delivery: DeliveryWish::Full,
        ..RefundWish::default()
    };
    let plan = refunds::plan(app, whole, &all)?;
    let mut amount = 0;
    for (payment, part) in &plan.transactions {
        let kind = TransactionKind::Refund;
        let row =
            collecting::begin(app, txn, whole, payment, kind, *part, request, "orderId").await?;
        amount += row.amount;
        ids.push(row.id);
    }
    let now = app.clock.now();
    let row = refund::Model {
        id: app.next_id(),
        order_id: whole.order.id,
        state: RefundState::Pending,
        amount,
        delivery: plan.delivery,
        note: wanted.note.clone(),
        lines: RefundLines(plan.lines),
        created_at: now,
        updated_at: now,
    };
    let id = row.id;
    whole.refunds.push(row);
    Ok((ids, Some(id)))
}

fn held(whole: &LockedOrder) -> Vec<Transaction> {
    let rows = whole.transactions.iter().filter(|row| {
        row.kind == TransactionKind::Authorization
            && row.status == TransactionStatus::Success
            && row.claimed < row.amount
    });
    rows.cloned().collect()
}

/// Removes all units from the fulfillment orders and plans the stock steps.
fn free(
    app: &App,
    whole: &mut LockedOrder,
    wanted: &CancelWish,
) -> Result<Vec<StockStep>, ChangeError<OrderErrorCode>> {
    let step = if wanted.restock {
        Step::GiveBack
    } else {
        Step::Send
    };
    let mut stock = Vec::new();
    for line in &mut whole.lines {
        let left = line.quantity - line.removed;
        line.removed = line.quantity;
        let taken = units::take_units(line, left, None, step);
        stock.push(StockStep {
            key: format!("cancel-line:{}", line.id.0),
            step,
            units: units::named(line, &taken),
        });
    }
    for line in &mut whole.assigned {
        line.remaining = 0;
    }
    let live = whole.assignments.iter().filter(|it| is_live(it.status));
    let live: Vec<_> = live.map(|it| it.id).collect();
    for id in live {
        whole.advance(id, FulfillmentOrderEvent::Remove, app, "orderId")?;
    }
    Ok(stock)
}

//! An order with everything that belongs to it, locked while it is changed: two changes to one
//! order wait for each other, and statuses are recomputed when it is saved.

use super::{
    refusal::OrderErrorCode,
    state::{self, Balance, FulfillmentOrderEvent},
    store::{self, OrderChanges},
};
use crate::{
    payments::{self, Transaction},
    pricing::{PricedLine, PricingError},
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    ids::{FulfillmentId, FulfillmentOrderId, OrderId, OrderLineId, RefundId},
    orders::{
        fulfillment::{self, FulfillmentState},
        fulfillment_order, fulfillment_order_line, order, order_event, order_line,
        refund::{self, RefundState, RestockType},
    },
};
use souk_kernel::{
    app::App,
    codes::CurrencyCode,
    events::Event,
    refusal::{ChangeError, Refusal},
};
use std::collections::HashSet;

/// An order with everything that belongs to it.
#[derive(Clone, Debug)]
pub(super) struct LockedOrder {
    pub(super) order: order::Model,
    pub(super) lines: Vec<order_line::Model>,
    pub(super) assignments: Vec<fulfillment_order::Model>,
    pub(super) assigned: Vec<fulfillment_order_line::Model>,
    pub(super) fulfillments: Vec<fulfillment::Model>,
    pub(super) refunds: Vec<refund::Model>,
    pub(super) transactions: Vec<Transaction>,
    told: Vec<(&'static str, String)>,
}

impl LockedOrder {
    /// Locks an order until the transaction ends, and loads it.
    pub(super) async fn lock(
        txn: &impl ConnectionTrait,
        id: OrderId,
    ) -> Result<Option<Self>, DbErr> {
        match store::lock(txn, id).await? {
            Some(order) => Self::around(txn, order).await.map(Some),
            None => Ok(None),
        }
    }

    /// Locks and loads an order, or refuses the input at `field` that names it.
    pub(super) async fn required(
        txn: &impl ConnectionTrait,
        id: OrderId,
        field: &str,
    ) -> Result<Self, ChangeError<OrderErrorCode>> {
        let found = Self::lock(txn, id).await?;
        found.ok_or_else(|| {
            Refusal::new(OrderErrorCode::NotFound, field, "The order does not exist.").into()
        })
    }

    /// Loads everything that belongs to an order.
    pub(super) async fn around(
        db: &impl ConnectionTrait,
        order: order::Model,
    ) -> Result<Self, DbErr> {
        let ids = [order.id];
        Ok(Self {
            lines: store::lines(db, &ids).await?,
            assignments: store::fulfillment_orders(db, &ids).await?,
            assigned: store::fulfillment_order_lines(db, &ids).await?,
            fulfillments: store::fulfillments(db, &ids).await?,
            refunds: store::refunds(db, &ids).await?,
            transactions: transactions(db, order.id).await?,
            told: Vec::new(),
            order,
        })
    }

    /// Ids of all rows around the order.
    fn ids(&self) -> HashSet<i64> {
        let lines = self.lines.iter().map(|row| row.id.0);
        let assignments = self.assignments.iter().map(|row| row.id.0);
        let assigned = self.assigned.iter().map(|row| row.id.0);
        let fulfillments = self.fulfillments.iter().map(|row| row.id.0);
        let refunds = self.refunds.iter().map(|row| row.id.0);
        let rows = lines.chain(assignments).chain(assigned);
        rows.chain(fulfillments).chain(refunds).collect()
    }

    /// Adds an entry to the timeline.
    pub(super) fn tell(&mut self, kind: &'static str, message: impl Into<String>) {
        self.told.push((kind, message.into()));
    }

    /// Writes everything that changed since `before`, with the resulting statuses, the timeline and
    /// the events.
    pub(super) async fn save(
        mut self,
        app: &App,
        txn: &impl ConnectionTrait,
        before: &Self,
        events: &[Event],
    ) -> Result<order::Model, DbErr> {
        let now = app.clock.now();
        self.transactions = transactions(txn, self.order.id).await?;
        let balance = Balance::of(&self.transactions);
        self.order.financial_status = state::financial_status(self.payable(), balance);
        self.order.fulfillment_status =
            state::fulfillment_status(&self.assignments, &self.assigned, self.sent_units());
        self.order.version += 1;
        self.order.updated_at = now;
        let new = self.ids().difference(&before.ids()).copied().collect();
        let changes = OrderChanges {
            new,
            order: self.order.clone(),
            lines: changed(self.lines, &before.lines),
            assignments: changed(self.assignments, &before.assignments),
            assigned: changed(self.assigned, &before.assigned),
            fulfillments: changed(self.fulfillments, &before.fulfillments),
            refunds: changed(self.refunds, &before.refunds),
        };
        store::save_changes(txn, changes).await?;
        let happened = self
            .told
            .into_iter()
            .map(|(kind, message)| order_event::Model {
                id: app.next_id(),
                order_id: self.order.id,
                kind: kind.to_owned(),
                message,
                created_at: now,
            });
        store::insert(txn, happened.collect()).await?;
        let changed = Event::OrderChanged {
            order: self.order.id,
        };
        let all: Vec<Event> = [&[changed], events].concat();
        app.publish(txn, &all).await?;
        Ok(self.order)
    }

    /// What is to be paid for the order in all, in minor units.
    pub(super) fn payable(&self) -> i64 {
        state::payable(&self.order, &self.refunds)
    }

    /// Currency of the order.
    pub(super) fn currency(&self) -> CurrencyCode {
        currency(&self.order)
    }

    /// A line of the order.
    pub(super) fn line(&mut self, id: OrderLineId) -> Option<&mut order_line::Model> {
        self.lines.iter_mut().find(|line| line.id == id)
    }

    /// A fulfillment order of the order.
    pub(super) fn assignment(
        &mut self,
        id: FulfillmentOrderId,
    ) -> Option<&mut fulfillment_order::Model> {
        self.assignments.iter_mut().find(|it| it.id == id)
    }

    /// A fulfillment of the order.
    pub(super) fn fulfillment(&mut self, id: FulfillmentId) -> Option<&mut fulfillment::Model> {
        self.fulfillments.iter_mut().find(|it| it.id == id)
    }

    /// A refund of the order.
    pub(super) fn refund(&mut self, id: RefundId) -> Option<&mut refund::Model> {
        self.refunds.iter_mut().find(|it| it.id == id)
    }

    /// Shipped and remaining units of a fulfillment order.
    pub(super) fn units_of(&self, id: FulfillmentOrderId) -> (i32, i32) {
        let mine = |line: &&fulfillment_order_line::Model| line.fulfillment_order_id == id;
        let left = self.assigned.iter().filter(mine).map(|line| line.remaining);
        let of_mine = |line: &&fulfillment::FulfillmentLine| {
            let mut mine = self.assigned.iter().filter(mine);
            mine.any(|assigned| assigned.id == line.fulfillment_order_line)
        };
        let sent = self.sent_lines().filter(of_mine).map(|line| line.quantity);
        (sent.sum(), left.sum())
    }

    /// Applies an event to a fulfillment order whose lines have already changed.
    pub(super) fn advance(
        &mut self,
        id: FulfillmentOrderId,
        event: FulfillmentOrderEvent,
        app: &App,
        field: &str,
    ) -> Result<(), Refusal<OrderErrorCode>> {
        self.advance_sent(id, event, 0, app, field)
    }

    /// Like `advance`, with `more` shipped units that the fulfillments do not contain yet.
    pub(super) fn advance_sent(
        &mut self,
        id: FulfillmentOrderId,
        event: FulfillmentOrderEvent,
        more: i32,
        app: &App,
        field: &str,
    ) -> Result<(), Refusal<OrderErrorCode>> {
        let (sent, left) = self.units_of(id);
        let sent = sent + more;
        let assignment = self.assignment(id);
        let assignment = assignment.ok_or_else(|| {
            Refusal::new(
                OrderErrorCode::NotFound,
                field,
                "The fulfillment order does not exist.",
            )
        })?;
        let Some(status) = state::after(assignment.status, event, sent, left) else {
            let status = assignment.status;
            let why =
                format!("The status {status:?} of the fulfillment order does not allow this.");
            return Err(Refusal::new(OrderErrorCode::NotAllowed, field, why));
        };
        assignment.status = status;
        assignment.updated_at = app.clock.now();
        Ok(())
    }

    fn sent_lines(&self) -> impl Iterator<Item = &fulfillment::FulfillmentLine> {
        let sent = self.fulfillments.iter();
        let sent = sent.filter(|it| it.status == FulfillmentState::Success);
        sent.flat_map(|it| it.lines.0.iter())
    }

    fn sent_units(&self) -> i64 {
        self.sent_lines().map(|line| i64::from(line.quantity)).sum()
    }

    /// Units of a line that were shipped and not returned.
    pub(super) fn sent_of(&self, line: OrderLineId) -> i32 {
        let sent = self.sent_lines().filter(|it| it.order_line == line);
        let sent: i32 = sent.map(|it| it.quantity).sum();
        let refunds = self.refunds.iter();
        let standing = refunds.filter(|refund| refund.state != RefundState::Failed);
        let back = standing.flat_map(|refund| refund.lines.0.iter());
        let back = back.filter(|it| it.order_line == line && it.restock == RestockType::Return);
        sent - back.map(|it| it.quantity).sum::<i32>()
    }
}

/// Currency of an order.
pub(super) fn currency(order: &order::Model) -> CurrencyCode {
    CurrencyCode::from_code(&order.currency).unwrap_or(CurrencyCode::XXX)
}

/// The stored prices of a line.
pub(super) fn priced(line: &order_line::Model) -> PricedLine {
    PricedLine {
        unit_price: line.unit_price,
        quantity: line.quantity.into(),
        subtotal: line.subtotal,
        discounts: line.discounts.0.clone(),
        discount: line.discount,
        taxes: line.taxes.0.clone(),
        tax: line.tax,
        total: line.total,
    }
}

/// Price and tax of the next `units` of a line after those already refunded.
pub(super) fn next_units(line: &order_line::Model, units: i32) -> Result<(i64, i64), PricingError> {
    let share = priced(line).share(line.refunded.into(), units.into())?;
    Ok((share.total, share.tax))
}

async fn transactions(db: &impl ConnectionTrait, id: OrderId) -> Result<Vec<Transaction>, DbErr> {
    let mut found = payments::transactions_of_orders(db, &[id]).await?;
    Ok(found.remove(&id).unwrap_or_default())
}

/// The rows that are new or have changed.
fn changed<T: PartialEq>(rows: Vec<T>, before: &[T]) -> Vec<T> {
    let rows = rows.into_iter();
    rows.filter(|row| !before.contains(row)).collect()
}

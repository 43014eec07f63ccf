//! Creates, cancels and tracks fulfillments.

use super::{
    locked_order::LockedOrder,
    operation_work::{End, StockStep, Work},
    operations,
    refusal::OrderErrorCode,
    state::FulfillmentOrderEvent,
    store,
    units::{self, Step},
};
use serde::Serialize;
use souk_entities::{
    ids::{FulfillmentId, FulfillmentOrderId, FulfillmentOrderLineId, LocationId},
    orders::fulfillment::{self, FulfillmentLine, FulfillmentLines, FulfillmentState, Tracking},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};

/// Lines of a fulfillment order with their quantities.
pub type LineUnits = Vec<(FulfillmentOrderLineId, i32)>;

/// A request to ship units together.
#[derive(Clone, Debug, Serialize)]
pub struct SendWish {
    /// Fulfillment orders of one order and location, with the lines and quantities to ship;
    /// everything that remains if no lines are given.
    pub parts: Vec<(FulfillmentOrderId, Option<LineUnits>)>,
    /// Tracking of the parcels.
    pub tracking: Tracking,
    /// Whether to notify the buyer.
    pub notify: bool,
    /// Note for the timeline.
    pub message: Option<String>,
}

const PARTS: &str = "fulfillment.lineItemsByFulfillmentOrder";

/// Ships units: writes the fulfillment, then has the stock follow.
///
/// # Errors
///
/// A refusal if fewer units remain, or they are on hold.
pub async fn create(
    app: &App,
    wanted: &SendWish,
    key: Option<&str>,
) -> Result<fulfillment::Model, ChangeError<OrderErrorCode>> {
    let request = RequestKey::new("fulfillmentCreate", key, wanted);
    let first = wanted.parts.first().map(|part| part.0);
    let field = format!("{PARTS}.0.fulfillmentOrderId");
    let missing = || {
        Refusal::new(
            OrderErrorCode::NotFound,
            &field,
            "The fulfillment order does not exist.",
        )
    };
    let first = first.ok_or_else(missing)?;
    let db = app.databases.orders.writer();
    let order = store::order_of_fulfillment_order(db, first).await?;
    let order = order.ok_or_else(missing)?;
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, order, &field).await?;
    if let Some(before) = operations::earlier_run(&txn, &request, app.clock.now()).await? {
        return of_operation(&whole, &before.id.0.to_string());
    }
    let before = whole.clone();
    let location = location(&whole, wanted)?;
    let mut lines = Vec::new();
    for (index, (id, units)) in wanted.parts.iter().enumerate() {
        let field = format!("{PARTS}.{index}");
        send(app, &mut whole, *id, units.as_deref(), &field, &mut lines)?;
    }
    let work = work(&whole, &lines, "send-line", Step::Send);
    let operation = operations::record(app, &txn, order, &request, &work).await?;
    let row = row(
        app,
        &whole,
        FulfillmentId(operation.id.0),
        location,
        lines,
        wanted,
    );
    whole.fulfillments.push(row.clone());
    let units: i32 = row.lines.0.iter().map(|line| line.quantity).sum();
    let message = wanted.message.clone();
    whole.tell(
        "sent",
        message.unwrap_or_else(|| format!("{units} units were sent.")),
    );
    let event = Event::OrderShipped {
        order,
        fulfillment: row.id,
        notify: wanted.notify,
    };
    whole.save(app, &txn, &before, &[event]).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    Ok(row)
}

/// The stock changes that follow when units of these lines are shipped or their fulfillment is
/// cancelled.
fn work(whole: &LockedOrder, lines: &[FulfillmentLine], what: &str, step: Step) -> Work {
    let stock = lines.iter().filter_map(|sent| {
        let line = whole.lines.iter().find(|line| line.id == sent.order_line)?;
        Some(StockStep {
            key: format!("{what}:{}", sent.id.0),
            step,
            units: units::named(line, &sent.stock),
        })
    });
    Work {
        attempt: whole.order.attempt_id,
        transactions: Vec::new(),
        last: false,
        stock: stock.collect(),
        end: End::Nothing,
    }
}

/// The location that ships all parts.
fn location(
    whole: &LockedOrder,
    wanted: &SendWish,
) -> Result<Option<LocationId>, Refusal<OrderErrorCode>> {
    let mut location = None;
    for (index, (id, _)) in wanted.parts.iter().enumerate() {
        let field = format!("{PARTS}.{index}.fulfillmentOrderId");
        let Some(order) = whole.assignments.iter().find(|order| order.id == *id) else {
            let why = "The fulfillment order must belong to the same order.";
            return Err(Refusal::new(OrderErrorCode::NotFound, &field, why));
        };
        if index > 0 && location != Some(order.location_id) {
            let why = "The fulfillment orders must be at the same location.";
            return Err(Refusal::new(OrderErrorCode::Invalid, &field, why));
        }
        location = Some(order.location_id);
    }
    Ok(location.flatten())
}

/// Takes the units to ship from a fulfillment order.
fn send(
    app: &App,
    whole: &mut LockedOrder,
    id: FulfillmentOrderId,
    units: Option<&[(FulfillmentOrderLineId, i32)]>,
    field: &str,
    sent: &mut Vec<FulfillmentLine>,
) -> Result<(), ChangeError<OrderErrorCode>> {
    let of_order = whole
        .assigned
        .iter()
        .filter(|it| it.fulfillment_order_id == id);
    let all: Vec<_> = of_order.map(|it| (it.id, it.remaining)).collect();
    let at = |index: usize, name: &str| format!("{field}.fulfillmentOrderLineItems.{index}.{name}");
    let location = whole.assignment(id).and_then(|order| order.location_id);
    let already = sent.len();
    for (index, &(line, quantity)) in units.unwrap_or(&all).iter().enumerate() {
        if units.is_none() && quantity == 0 {
            continue;
        }
        let mut lines = whole.assigned.iter_mut();
        let found = lines.find(|it| it.id == line && it.fulfillment_order_id == id);
        let Some(found) = found else {
            let why = "The fulfillment order does not have this line.";
            return Err(Refusal::new(OrderErrorCode::NotFound, &at(index, "id"), why).into());
        };
        if quantity > found.remaining {
            let why = format!("Only {} units are left.", found.remaining);
            let field = at(index, "quantity");
            return Err(Refusal::new(OrderErrorCode::QuantityTooLarge, &field, why).into());
        }
        found.remaining -= quantity;
        let order_line = found.order_line_id;
        let stock = whole
            .line(order_line)
            .map(|line| units::take_units(line, quantity, location, Step::Send));
        sent.push(FulfillmentLine {
            id: app.next_id(),
            fulfillment_order_line: line,
            order_line,
            quantity,
            stock: stock.unwrap_or_default(),
        });
    }
    if sent.len() == already {
        let why = "Nothing is left to ship.";
        return Err(Refusal::new(OrderErrorCode::NotAllowed, field, why).into());
    }
    // The units count as shipped once the fulfillment is written, but the status has to include
    // them now.
    let units: i32 = sent[already..].iter().map(|line| line.quantity).sum();
    Ok(whole.advance_sent(id, FulfillmentOrderEvent::Send, units, app, field)?)
}

fn row(
    app: &App,
    whole: &LockedOrder,
    id: FulfillmentId,
    location_id: Option<LocationId>,
    lines: Vec<FulfillmentLine>,
    wanted: &SendWish,
) -> fulfillment::Model {
    let now = app.clock.now();
    fulfillment::Model {
        id,
        order_id: whole.order.id,
        location_id,
        number: i32::try_from(whole.fulfillments.len() + 1).unwrap_or(i32::MAX),
        status: FulfillmentState::Success,
        lines: FulfillmentLines(lines),
        tracking: wanted.tracking.clone(),
        created_at: now,
        updated_at: now,
    }
}

/// The fulfillment created by an earlier run of the same request: it has the id of its operation.
fn of_operation(
    whole: &LockedOrder,
    id: &str,
) -> Result<fulfillment::Model, ChangeError<OrderErrorCode>> {
    let mut rows = whole.fulfillments.iter();
    let found = rows.find(|row| row.id.0.to_string() == id);
    let gone = || {
        Refusal::new(
            OrderErrorCode::NotFound,
            "",
            "The fulfillment no longer exists.",
        )
    };
    Ok(found.cloned().ok_or_else(gone)?)
}

/// Cancels a fulfillment: its units have to be shipped again.
///
/// # Errors
///
/// A refusal if it does not exist, is already cancelled, or units of it were returned.
pub async fn cancel(
    app: &App,
    id: FulfillmentId,
) -> Result<fulfillment::Model, ChangeError<OrderErrorCode>> {
    let order = order_of(app, id, "id").await?;
    let request = RequestKey::new("fulfillmentCancel", Some(&id.0.to_string()), &id);
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, order, "id").await?;
    let before = whole.clone();
    let refuse = |why| Err(Refusal::new(OrderErrorCode::NotAllowed, "id", why).into());
    let lines = match whole.fulfillment(id) {
        Some(row) if row.status == FulfillmentState::Success => row.lines.0.clone(),
        _ => return refuse("The fulfillment is already cancelled."),
    };
    if whole.order.cancelled_at.is_some() {
        return refuse("The order is cancelled.");
    }
    if lines
        .iter()
        .any(|line| whole.sent_of(line.order_line) < line.quantity)
    {
        return refuse("Units of the fulfillment were returned.");
    }
    for sent in &lines {
        if let Some(line) = whole.line(sent.order_line) {
            units::take_back(line, &sent.stock);
        }
    }
    let now = app.clock.now();
    if let Some(row) = whole.fulfillment(id) {
        row.status = FulfillmentState::Cancelled;
        row.updated_at = now;
    }
    for sent in &lines {
        let mut assigned = whole.assigned.iter_mut();
        let found = assigned.find(|line| line.id == sent.fulfillment_order_line);
        let Some(found) = found else { continue };
        found.remaining += sent.quantity;
        let of = found.fulfillment_order_id;
        whole.advance(of, FulfillmentOrderEvent::TakeBack, app, "id")?;
    }
    let work = work(&whole, &lines, "unsend-line", Step::TakeBack);
    whole.tell("fulfillment_cancelled", "A fulfilment was cancelled.");
    let operation = operations::record(app, &txn, order, &request, &work).await?;
    let row = whole.fulfillment(id).cloned();
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    let gone = || {
        Refusal::new(
            OrderErrorCode::NotFound,
            "id",
            "The fulfillment does not exist.",
        )
    };
    Ok(row.ok_or_else(gone)?)
}

/// Changes the tracking of a fulfillment's parcels.
///
/// # Errors
///
/// A refusal if it does not exist, or is cancelled.
pub async fn track(
    app: &App,
    id: FulfillmentId,
    tracking: Tracking,
    notify: bool,
) -> Result<fulfillment::Model, ChangeError<OrderErrorCode>> {
    let order = order_of(app, id, "fulfillmentId").await?;
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, order, "fulfillmentId").await?;
    let before = whole.clone();
    let now = app.clock.now();
    let row = match whole.fulfillment(id) {
        Some(row) if row.status == FulfillmentState::Success => {
            row.tracking = tracking;
            row.updated_at = now;
            row.clone()
        }
        _ => {
            let why = "The fulfillment is cancelled.";
            return Err(Refusal::new(OrderErrorCode::NotAllowed, "fulfillmentId", why).into());
        }
    };
    whole.tell("tracking_updated", "The tracking of a fulfilment changed.");
    let event = Event::OrderShipped {
        order,
        fulfillment: id,
        notify,
    };
    whole.save(app, &txn, &before, &[event]).await?;
    txn.commit().await?;
    Ok(row)
}

async fn order_of(
    app: &App,
    id: FulfillmentId,
    field: &str,
) -> Result<souk_entities::ids::OrderId, ChangeError<OrderErrorCode>> {
    let order = store::order_of_fulfillment(app.databases.orders.writer(), id).await?;
    let missing = || {
        Refusal::new(
            OrderErrorCode::NotFound,
            field,
            "The fulfillment does not exist.",
        )
    };
    Ok(order.ok_or_else(missing)?)
}

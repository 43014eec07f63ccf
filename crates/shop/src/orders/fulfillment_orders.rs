//! Moves fulfillment orders to other locations, and places and releases holds.

use super::{
    locked_order::LockedOrder,
    operation_work::{End, Moving, StockStep, Work},
    operations,
    refusal::OrderErrorCode,
    state::{FulfillmentOrderEvent, is_live},
    store,
    units::{self, Step},
};
use crate::inventory;
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::{FulfillmentHoldId, FulfillmentOrderId, FulfillmentOrderLineId, LocationId, OrderId},
    orders::fulfillment_order::{self, FulfillmentHold},
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};

/// Maximum number of holds on a fulfillment order.
pub(super) const MOST_HOLDS: usize = 10;

async fn order_of(
    app: &App,
    id: FulfillmentOrderId,
) -> Result<OrderId, ChangeError<OrderErrorCode>> {
    let db = app.databases.orders.writer();
    let order = store::order_of_fulfillment_order(db, id).await?;
    Ok(order.ok_or_else(missing)?)
}

fn missing() -> Refusal<OrderErrorCode> {
    Refusal::new(
        OrderErrorCode::NotFound,
        "id",
        "The fulfillment order does not exist.",
    )
}

/// Moves units to another location, which must have them in stock.
///
/// # Errors
///
/// A refusal if the location has too few units, or the fulfillment order is already shipped,
/// cancelled or at that location.
pub async fn relocate(
    app: &App,
    id: FulfillmentOrderId,
    to: LocationId,
    lines: Option<&[(FulfillmentOrderLineId, i32)]>,
) -> Result<fulfillment_order::Model, ChangeError<OrderErrorCode>> {
    active(app, to).await?;
    let order = order_of(app, id).await?;
    let request = RequestKey::new("fulfillmentOrderMove", None, &id);
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, order, "id").await?;
    let before = whole.clone();
    let from = whole.assignment(id).cloned().ok_or_else(missing)?;
    if !is_live(from.status) || from.location_id == Some(to) {
        let why = "The fulfillment order is cancelled, shipped, or already at this location.";
        return Err(Refusal::new(OrderErrorCode::NotAllowed, "id", why).into());
    }
    let (moving, stock) = take_units_to_move(&mut whole, &from, to, lines, &request)?;
    let work = Work {
        attempt: whole.order.attempt_id,
        transactions: Vec::new(),
        last: false,
        stock,
        end: End::Move(moving),
    };
    let operation = operations::record(app, &txn, order, &request, &work).await?;
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    let db = app.databases.orders.writer();
    let all = store::fulfillment_orders(db, &[order]).await?;
    let mut all = all.into_iter().rev();
    let found =
        all.find(|it| it.location_id == Some(to) && it.requires_shipping == from.requires_shipping);
    Ok(found.unwrap_or(from))
}

async fn active(app: &App, location: LocationId) -> Result<(), ChangeError<OrderErrorCode>> {
    let known = inventory::list_locations(
        app,
        inventory::LocationSelection::All,
        inventory::LocationOrder::Id,
    )
    .await?;
    let active = known.iter().any(|row| row.id == location && row.active);
    if active {
        return Ok(());
    }
    let why = "The location does not exist, or is not active.";
    Err(Refusal::new(OrderErrorCode::NotFound, "newLocationId", why).into())
}

/// Takes the units to move out of the fulfillment order, so that nobody can ship them meanwhile.
fn take_units_to_move(
    whole: &mut LockedOrder,
    from: &fulfillment_order::Model,
    to: LocationId,
    lines: Option<&[(FulfillmentOrderLineId, i32)]>,
    request: &RequestKey,
) -> Result<(Moving, Vec<StockStep>), ChangeError<OrderErrorCode>> {
    let mine = whole
        .assigned
        .iter()
        .filter(|it| it.fulfillment_order_id == from.id);
    let all: Vec<_> = mine.map(|it| (it.id, it.remaining)).collect();
    let (mut moved, mut stock) = (Vec::new(), Vec::new());
    for (index, &(line, quantity)) in lines.unwrap_or(&all).iter().enumerate() {
        let at = |name: &str| format!("fulfillmentOrderLineItems.{index}.{name}");
        let mut assigned = whole.assigned.iter_mut();
        let found = assigned.find(|it| it.id == line && it.fulfillment_order_id == from.id);
        let Some(found) = found else {
            let why = "The fulfillment order does not have this line.";
            return Err(Refusal::new(OrderErrorCode::NotFound, &at("id"), why).into());
        };
        if quantity > found.remaining {
            let why = format!("Only {} units are left.", found.remaining);
            return Err(
                Refusal::new(OrderErrorCode::QuantityTooLarge, &at("quantity"), why).into(),
            );
        }
        if quantity == 0 {
            continue;
        }
        found.remaining -= quantity;
        found.total -= quantity;
        let of = found.order_line_id;
        let Some(order_line) = whole.line(of) else {
            continue;
        };
        let taken = units::take_units(order_line, quantity, from.location_id, Step::Move(to));
        stock.push(StockStep {
            key: format!("{}:{}", request.key, line.0),
            step: Step::Move(to),
            units: units::named(order_line, &taken),
        });
        moved.push((line, quantity, taken));
    }
    let moving = Moving {
        from: from.id,
        to,
        lines: moved,
    };
    Ok((moving, stock))
}

/// Places a hold on a fulfillment order.
///
/// # Errors
///
/// A refusal if it does not exist, or has nothing left to ship.
pub async fn hold(
    app: &App,
    id: FulfillmentOrderId,
    reason: String,
    notes: Option<String>,
) -> Result<fulfillment_order::Model, ChangeError<OrderErrorCode>> {
    let (txn, mut whole) = open(app, id).await?;
    let before = whole.clone();
    whole.advance(id, FulfillmentOrderEvent::Hold, app, "id")?;
    let hold = FulfillmentHold {
        id: app.next_id(),
        reason,
        notes,
        created_at: app.clock.now(),
    };
    let order = whole.assignment(id).ok_or_else(missing)?;
    if order.holds.0.len() >= MOST_HOLDS {
        let why = format!("At most {MOST_HOLDS} holds are allowed.");
        return Err(Refusal::new(OrderErrorCode::TooMany, "id", why).into());
    }
    order.holds.0.push(hold);
    let row = order.clone();
    whole.tell("held", "A fulfilment order has to wait.");
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(row)
}

/// Releases holds on a fulfillment order, or all of them if none are named. It can be shipped again
/// once no hold remains.
///
/// # Errors
///
/// A refusal if it does not exist, or is not on hold.
pub async fn release(
    app: &App,
    id: FulfillmentOrderId,
    holds: Option<&[FulfillmentHoldId]>,
) -> Result<fulfillment_order::Model, ChangeError<OrderErrorCode>> {
    let (txn, mut whole) = open(app, id).await?;
    let before = whole.clone();
    let order = whole.assignment(id).ok_or_else(missing)?;
    if order.holds.0.is_empty() {
        let why = "The fulfillment order is not on hold.";
        return Err(Refusal::new(OrderErrorCode::NotAllowed, "id", why).into());
    }
    let known = |hold: &FulfillmentHoldId| order.holds.0.iter().any(|it| it.id == *hold);
    if holds.is_some_and(|holds| !holds.iter().all(known)) {
        let why = "The fulfillment order does not have this hold.";
        return Err(Refusal::new(OrderErrorCode::NotFound, "holdIds", why).into());
    }
    order
        .holds
        .0
        .retain(|it| holds.is_some_and(|holds| !holds.contains(&it.id)));
    if order.holds.0.is_empty() {
        whole.advance(id, FulfillmentOrderEvent::Release, app, "id")?;
        whole.tell("released", "A fulfilment order need not wait any more.");
    }
    let row = whole.assignment(id).cloned().ok_or_else(missing)?;
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(row)
}

async fn open(
    app: &App,
    id: FulfillmentOrderId,
) -> Result<(DatabaseTransaction, LockedOrder), ChangeError<OrderErrorCode>> {
    let order = order_of(app, id).await?;
    let txn = app.databases.orders.begin().await?;
    let whole = LockedOrder::required(&txn, order, "id").await?;
    Ok((txn, whole))
}

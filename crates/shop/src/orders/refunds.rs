//! Creates refunds and suggests them.

use super::{
    collecting, gift_cards,
    locked_order::{LockedOrder, next_units},
    operation_work::{End, StockStep, Work},
    operations,
    refusal::OrderErrorCode,
    state::{Balance, FulfillmentOrderEvent},
    store,
    units::{self, Step},
};
use crate::payments::{Transaction, TransactionKind, TransactionStatus};
use sea_orm::DatabaseTransaction;
use serde::Serialize;
use souk_entities::{
    ids::{LocationId, OrderId, OrderLineId, PaymentTransactionId},
    orders::{
        fulfillment_order_line, order,
        refund::{self, RefundLine, RefundLines, RefundState, RestockType},
    },
};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};

/// A request to refund an order.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RefundWish {
    /// Units to refund.
    pub lines: Vec<LineWish>,
    /// The part of the delivery price to refund.
    pub delivery: DeliveryWish,
    /// The payments to refund, with the amount for each; as suggested if `None`.
    pub transactions: Option<Vec<(PaymentTransactionId, i64)>>,
    /// Note of the merchant.
    pub note: Option<String>,
    /// Whether to notify the buyer.
    pub notify: bool,
}

/// Units of a line to refund.
#[derive(Clone, Debug, Serialize)]
pub struct LineWish {
    /// The line.
    pub line: OrderLineId,
    /// Number of units.
    pub quantity: i32,
    /// What happens to their stock.
    pub restock: RestockType,
    /// The location they return to.
    pub location: Option<LocationId>,
}

/// The part of the delivery price to refund.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum DeliveryWish {
    /// Nothing.
    #[default]
    None,
    /// This amount, in minor units.
    Amount(i64),
    /// Everything that remains.
    Full,
}

/// A suggested refund. Amounts are in minor units of the order's currency.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    /// The lines with their amounts.
    pub lines: Vec<RefundLine>,
    /// Price of the units after discounts.
    pub subtotal: i64,
    /// Tax on the units.
    pub tax: i64,
    /// Delivery amount to refund.
    pub delivery: i64,
    /// Maximum amount that can be refunded for delivery.
    pub delivery_most: i64,
    /// Amount to refund.
    pub amount: i64,
    /// Maximum amount that can be refunded.
    pub most: i64,
    /// The payments to refund, with the amount for each.
    pub transactions: Vec<(Transaction, i64)>,
}

/// Delivery amount that can still be refunded, including tax.
fn delivery_left(whole: &LockedOrder) -> i64 {
    let order = &whole.order;
    let taxes = order.deliveries.0.iter().flat_map(|it| it.taxes.iter());
    let tax: i64 = match order.prices_include_tax {
        true => 0,
        false => taxes.map(|tax| tax.amount).sum(),
    };
    let standing = whole.refunds.iter();
    let standing = standing.filter(|refund| refund.state != RefundState::Failed);
    let back: i64 = standing.map(|refund| refund.delivery).sum();
    order.delivery + tax - back
}

/// Takes the units of a refund request from an order and calculates the amounts.
pub(super) fn plan(
    app: &App,
    whole: &mut LockedOrder,
    wish: &RefundWish,
) -> Result<Suggestion, ChangeError<OrderErrorCode>> {
    let mut suggestion = Suggestion {
        delivery_most: delivery_left(whole),
        ..Suggestion::default()
    };
    for (index, wanted) in wish.lines.iter().enumerate() {
        let field = format!("input.refundLineItems.{index}");
        let line = take_line(app, whole, wanted, &field)?;
        suggestion.subtotal += line.subtotal;
        suggestion.tax += line.tax;
        suggestion.lines.push(line);
    }
    suggestion.delivery = match wish.delivery {
        DeliveryWish::None => 0,
        DeliveryWish::Full => suggestion.delivery_most,
        DeliveryWish::Amount(amount) if amount > suggestion.delivery_most => {
            let why = "The amount is more than what is left of the payment for delivery.";
            let field = "input.shipping.amount";
            return Err(Refusal::new(OrderErrorCode::AmountTooLarge, field, why).into());
        }
        DeliveryWish::Amount(amount) => amount,
    };
    let mut worth = suggestion.subtotal + suggestion.delivery;
    if !whole.order.prices_include_tax {
        worth += suggestion.tax;
    }
    suggestion.most = Balance::of(&whole.transactions).refundable;
    suggestion.amount = worth.min(suggestion.most);
    let mut left = suggestion.amount;
    for payment in payments(whole) {
        let part = (payment.amount - payment.claimed).min(left);
        if part > 0 {
            suggestion.transactions.push((payment.clone(), part));
            left -= part;
        }
    }
    Ok(suggestion)
}

/// Payments that can be refunded, gift cards last.
fn payments(whole: &LockedOrder) -> Vec<&Transaction> {
    let rows = whole.transactions.iter().filter(|row| {
        row.status == TransactionStatus::Success
            && matches!(row.kind, TransactionKind::Capture | TransactionKind::Sale)
            && row.claimed < row.amount
    });
    let mut rows: Vec<&Transaction> = rows.collect();
    rows.sort_by_key(|row| gift_cards::is_card(row)); // stable
    rows
}

fn take_line(
    app: &App,
    whole: &mut LockedOrder,
    wanted: &LineWish,
    field: &str,
) -> Result<RefundLine, ChangeError<OrderErrorCode>> {
    let at = |name: &str| format!("{field}.{name}");
    let sent = whole.sent_of(wanted.line);
    let Some(line) = whole.line(wanted.line) else {
        return Err(Refusal::new(
            OrderErrorCode::NotFound,
            &at("lineItemId"),
            "The line does not exist.",
        )
        .into());
    };
    let too_many = |left: i32| {
        let why = format!("Only {left} units are left.");
        Refusal::new(OrderErrorCode::QuantityTooLarge, &at("quantity"), why)
    };
    let left = line.quantity - line.refunded;
    if wanted.quantity > left {
        return Err(too_many(left).into());
    }
    let (subtotal, tax) = next_units(line, wanted.quantity)?;
    line.refunded += wanted.quantity;
    let (mut stock, mut assigned) = (Vec::new(), Vec::new());
    match wanted.restock {
        RestockType::NoRestock => {}
        RestockType::Return if wanted.quantity > sent => return Err(too_many(sent.max(0)).into()),
        RestockType::Return => {
            let step = Step::Return(wanted.location);
            stock = units::take_units(line, wanted.quantity, wanted.location, step);
        }
        RestockType::Cancel => {
            line.removed += wanted.quantity;
            stock = units::take_units(line, wanted.quantity, wanted.location, Step::GiveBack);
            assigned = remove(app, whole, wanted, &at("quantity"))?;
        }
    }
    Ok(RefundLine {
        id: app.next_id(),
        order_line: wanted.line,
        quantity: wanted.quantity,
        restock: wanted.restock,
        location: wanted.location,
        subtotal,
        tax,
        stock,
        assigned,
    })
}

/// Takes units of a line off the fulfillment orders, preferring the requested location.
fn remove(
    app: &App,
    whole: &mut LockedOrder,
    wanted: &LineWish,
    field: &str,
) -> Result<Vec<(souk_entities::ids::FulfillmentOrderLineId, i32)>, ChangeError<OrderErrorCode>> {
    let mut left = wanted.quantity;
    let mut taken = Vec::new();
    let mut order: Vec<usize> = (0..whole.assigned.len()).collect();
    let elsewhere = |line: &fulfillment_order_line::Model| {
        let mut orders = whole.assignments.iter();
        let of_line = orders.find(|it| it.id == line.fulfillment_order_id);
        of_line.is_none_or(|it| it.location_id != wanted.location)
    };
    order.sort_by_key(|&index| elsewhere(&whole.assigned[index])); // stable
    for index in order {
        let line = &mut whole.assigned[index];
        let units = line.remaining.min(left);
        if line.order_line_id != wanted.line || units <= 0 {
            continue;
        }
        line.remaining -= units;
        left -= units;
        taken.push((line.id, units));
        let of = line.fulfillment_order_id;
        whole.advance(of, FulfillmentOrderEvent::Remove, app, field)?;
    }
    if left > 0 {
        let why = format!(
            "Only {} units are left to be shipped.",
            wanted.quantity - left
        );
        return Err(Refusal::new(OrderErrorCode::QuantityTooLarge, field, why).into());
    }
    Ok(taken)
}

/// Calculates a refund without making it.
///
/// # Errors
///
/// A refusal if it exceeds what can be refunded.
pub async fn suggest(
    app: &App,
    order: order::Model,
    wish: &RefundWish,
    everything: bool,
) -> Result<Suggestion, ChangeError<OrderErrorCode>> {
    let mut whole = LockedOrder::around(app.databases.orders.reader(), order).await?;
    if everything {
        let all = RefundWish {
            lines: rest(&whole),
            delivery: DeliveryWish::Full,
            ..RefundWish::default()
        };
        return plan(app, &mut whole, &all);
    }
    plan(app, &mut whole, wish)
}

/// All units that are not refunded yet, with stock left unchanged.
fn rest(whole: &LockedOrder) -> Vec<LineWish> {
    let lines = whole.lines.iter();
    let left = lines.filter(|line| line.refunded < line.quantity);
    left.map(|line| LineWish {
        line: line.id,
        quantity: line.quantity - line.refunded,
        restock: RestockType::NoRestock,
        location: None,
    })
    .collect()
}

/// Creates a refund: writes it with what it claims, then has provider and inventory carry it out.
///
/// # Errors
///
/// A refusal if it exceeds what can be refunded, or the provider rejects it.
pub async fn create(
    app: &App,
    id: OrderId,
    wanted: &RefundWish,
    key: Option<&str>,
) -> Result<refund::Model, ChangeError<OrderErrorCode>> {
    let request = RequestKey::new("refundCreate", key, &(id, wanted));
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, id, "input.orderId").await?;
    if let Some(before) = operations::earlier_run(&txn, &request, app.clock.now()).await? {
        return of_operation(&whole, &before.work);
    }
    let before = whole.clone();
    let plan = plan(app, &mut whole, wanted)?;
    nothing_being_captured(&whole, &plan)?;
    let begun = claim(app, &txn, &whole, wanted, &plan, &request).await?;
    if plan.lines.is_empty() && begun.is_empty() {
        let why = "There is nothing to refund.";
        return Err(Refusal::new(OrderErrorCode::Invalid, "input", why).into());
    }
    let row = row(app, id, wanted, &plan, &begun);
    let work = work(
        &whole,
        &row,
        begun.iter().map(|row| row.id).collect(),
        wanted.notify,
    );
    whole.refunds.push(row.clone());
    whole.tell("refund_created", told(&row));
    let operation = operations::record(app, &txn, id, &request, &work).await?;
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    let db = app.databases.orders.writer();
    let found = store::refunds(db, &[id]).await?;
    let found = found.into_iter().find(|it| it.id == row.id);
    Ok(found.unwrap_or(row))
}

/// Refuses a refund of more than was received while a capture is open: it may have collected the
/// money of the refunded units, or may not.
fn nothing_being_captured(
    whole: &LockedOrder,
    plan: &Suggestion,
) -> Result<(), Refusal<OrderErrorCode>> {
    let tax = match whole.order.prices_include_tax {
        true => 0,
        false => plan.tax,
    };
    let worth = plan.subtotal + tax + plan.delivery;
    if Balance::of(&whole.transactions).capturing == 0 || worth <= plan.most {
        return Ok(());
    }
    let why = "A payment is being captured, and its outcome is not known yet.";
    Err(Refusal::new(OrderErrorCode::NotAllowed, "input", why))
}

/// Claims the refunded amounts from the payments they go back to.
async fn claim(
    app: &App,
    txn: &DatabaseTransaction,
    whole: &LockedOrder,
    wanted: &RefundWish,
    plan: &Suggestion,
    request: &RequestKey,
) -> Result<Vec<Transaction>, ChangeError<OrderErrorCode>> {
    let kind = TransactionKind::Refund;
    let mut begun = Vec::new();
    match &wanted.transactions {
        None => {
            for (payment, amount) in &plan.transactions {
                let field = "input.refundLineItems";
                let row =
                    collecting::begin(app, txn, whole, payment, kind, *amount, request, field)
                        .await?;
                begun.push(row);
            }
        }
        Some(parts) => {
            for (index, (id, amount)) in parts.iter().enumerate() {
                let at = |name: &str| format!("input.transactions.{index}.{name}");
                let mut rows = whole.transactions.iter();
                let Some(payment) = rows.find(|row| row.id == *id) else {
                    let why = "The transaction does not exist.";
                    return Err(Refusal::new(OrderErrorCode::NotFound, &at("parentId"), why).into());
                };
                let field = at("amount");
                let row =
                    collecting::begin(app, txn, whole, payment, kind, *amount, request, &field)
                        .await?;
                begun.push(row);
            }
        }
    }
    Ok(begun)
}

fn row(
    app: &App,
    order_id: OrderId,
    wanted: &RefundWish,
    plan: &Suggestion,
    begun: &[Transaction],
) -> refund::Model {
    let now = app.clock.now();
    refund::Model {
        id: app.next_id(),
        order_id,
        state: RefundState::Pending,
        amount: begun.iter().map(|row| row.amount).sum(),
        delivery: plan.delivery,
        note: wanted.note.clone(),
        lines: RefundLines(plan.lines.clone()),
        created_at: now,
        updated_at: now,
    }
}

fn told(row: &refund::Model) -> String {
    let units: i32 = row.lines.0.iter().map(|line| line.quantity).sum();
    match units {
        0 => "Money is given back.".to_owned(),
        1 => "1 unit is refunded.".to_owned(),
        _ => format!("{units} units are refunded."),
    }
}

/// What a refund changes outside the orders database.
pub(super) fn work(
    whole: &LockedOrder,
    row: &refund::Model,
    transactions: Vec<PaymentTransactionId>,
    notify: bool,
) -> Work {
    let mut stock = Vec::new();
    for refunded in &row.lines.0 {
        let step = match refunded.restock {
            RestockType::NoRestock => continue,
            RestockType::Cancel => Step::GiveBack,
            RestockType::Return => Step::Return(refunded.location),
        };
        let line = whole.lines.iter().find(|it| it.id == refunded.order_line);
        stock.extend(line.map(|line| StockStep {
            key: format!("refund-line:{}", refunded.id.0),
            step,
            units: units::named(line, &refunded.stock),
        }));
    }
    Work {
        attempt: whole.order.attempt_id,
        transactions,
        last: false,
        stock,
        end: End::Refund {
            refund: row.id,
            notify,
        },
    }
}

/// The refund created by an earlier run of the same request.
fn of_operation(
    whole: &LockedOrder,
    work: &str,
) -> Result<refund::Model, ChangeError<OrderErrorCode>> {
    let work: Option<Work> = serde_json::from_str(work).ok();
    let id = work.and_then(|work| match work.end {
        End::Refund { refund, .. } => Some(refund),
        _ => None,
    });
    let found = whole.refunds.iter().find(|row| Some(row.id) == id);
    let gone = || Refusal::new(OrderErrorCode::NotFound, "", "The refund no longer exists.");
    Ok(found.cloned().ok_or_else(gone)?)
}

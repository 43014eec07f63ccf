//! Captures and voids authorisations, and records payments made by other means.

use super::{
    locked_order::LockedOrder,
    operation_work::{End, Work},
    operations,
    payment_settlement::MANUAL,
    refusal::{self, OrderErrorCode},
    state::Balance,
};
use crate::payments::{
    self, GIFT_CARD, IdempotencyKey, NewTransaction, PaymentOutcome, Payments, ProviderReference,
    Transaction, TransactionKind,
};
use sea_orm::DatabaseTransaction;
use serde::Serialize;
use souk_entities::{
    ids::{OrderId, PaymentTransactionId},
    orders::order,
};
use souk_kernel::{
    app::App,
    money::Money,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
    validators::refuse,
};

/// A request to capture an authorised amount.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureWish {
    /// The order.
    pub order: OrderId,
    /// The authorisation.
    pub parent: PaymentTransactionId,
    /// The amount, as a decimal number in the order's currency.
    pub amount: String,
    /// Whether to void the rest of the authorisation.
    pub last: bool,
}

/// Captures an amount of an authorisation. Returns the transaction, whose outcome may still be
/// open.
///
/// # Errors
///
/// A refusal if less is left to capture, or the provider rejects the capture.
pub async fn capture(
    app: &App,
    wanted: &CaptureWish,
    key: Option<&str>,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
    let request = RequestKey::new("orderCapture", key, wanted);
    let txn = app.databases.orders.begin().await?;
    let whole = LockedOrder::required(&txn, wanted.order, "input.id").await?;
    if let Some(before) = operations::earlier_run(&txn, &request, app.clock.now()).await? {
        return of_operation(&whole, &before.work);
    }
    let field = "input.amount";
    let amount = refusal::amount(&wanted.amount, whole.currency(), field)?;
    let parent = authorization(&whole, wanted.parent, "input.parentTransactionId")?;
    within_payable(&whole, amount, field)?;
    let kind = TransactionKind::Capture;
    let begun = begin(app, &txn, &whole, parent, kind, amount, &request, field).await?;
    carry_out(app, txn, &whole, &request, begun, wanted.last).await
}

/// Voids what is left of an authorisation. Returns the transaction, whose outcome may still be
/// open.
///
/// # Errors
///
/// A refusal if nothing is left, or the provider rejects the void.
pub async fn void(
    app: &App,
    parent: PaymentTransactionId,
    key: Option<&str>,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
    let field = "parentTransactionId";
    let request = RequestKey::new("transactionVoid", key, &parent);
    let db = app.databases.orders.writer();
    let order = payments::order_of(db, parent).await?;
    let order = order.ok_or_else(|| {
        Refusal::new(
            OrderErrorCode::NotFound,
            field,
            "The transaction does not exist.",
        )
    })?;
    let txn = app.databases.orders.begin().await?;
    let whole = LockedOrder::required(&txn, order, field).await?;
    if let Some(before) = operations::earlier_run(&txn, &request, app.clock.now()).await? {
        return of_operation(&whole, &before.work);
    }
    let row = authorization(&whole, parent, field)?;
    let kind = TransactionKind::Void;
    let begun = begin(app, &txn, &whole, row, kind, 0, &request, field).await?;
    carry_out(app, txn, &whole, &request, begun, false).await
}

/// Records that the outstanding amount of an order was paid by other means, such as in cash.
///
/// # Errors
///
/// A refusal if nothing is outstanding, or an authorisation should be captured instead.
pub async fn mark_as_paid(
    app: &App,
    id: OrderId,
) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    let field = "input.id";
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::required(&txn, id, field).await?;
    let balance = Balance::of(&whole.transactions);
    let owed = whole.payable() - balance.received;
    if whole.order.cancelled_at.is_some() {
        return Err(refuse_now(field, "The order is cancelled."));
    }
    if balance.held > 0 || balance.open {
        return Err(refuse_now(
            field,
            "A payment is authorised or not settled yet.",
        ));
    }
    if owed <= 0 {
        return Err(refuse_now(field, "Nothing is outstanding."));
    }
    let new = NewTransaction {
        attempt: whole.order.attempt_id,
        order: Some(id),
        kind: TransactionKind::Sale,
        amount: Money::new(owed, whole.currency()),
        parent: None,
        provider: MANUAL,
        reference: None,
        key: IdempotencyKey(format!("manual-{}-{}", id.0, whole.order.version)),
    };
    let begun = payments::begin_transaction(app, &txn, &new).await;
    let begun = begun.map_err(|error| refusal::of_ledger(error, field))?;
    payments::settle_transaction(
        app,
        &txn,
        begun.transaction().id,
        PaymentOutcome::Done,
        None,
    )
    .await?;
    let before = whole.clone();
    let amount = Money::new(owed, whole.currency()).decimal();
    whole.tell("marked_as_paid", format!("{amount} came in another way."));
    let row = whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(row)
}

/// Refuses a capture of more than is still to be paid: what was refunded before it was paid is not
/// collected, even if it was authorised.
fn within_payable(
    whole: &LockedOrder,
    amount: i64,
    field: &str,
) -> Result<(), Refusal<OrderErrorCode>> {
    let balance = Balance::of(&whole.transactions);
    let left = (whole.payable() - balance.received - balance.capturing).max(0);
    if amount <= left {
        return Ok(());
    }
    let left = Money::new(left, whole.currency()).decimal();
    let why = format!("Only {left} of the order is still to be paid.");
    refuse(OrderErrorCode::AmountTooLarge, field, &why)
}

fn refuse_now(field: &str, why: &str) -> ChangeError<OrderErrorCode> {
    Refusal::new(OrderErrorCode::NotAllowed, field, why).into()
}

fn authorization<'a>(
    whole: &'a LockedOrder,
    id: PaymentTransactionId,
    field: &str,
) -> Result<&'a Transaction, Refusal<OrderErrorCode>> {
    let mut rows = whole.transactions.iter();
    match rows.find(|row| row.id == id) {
        None => refuse(
            OrderErrorCode::NotFound,
            field,
            "The transaction does not exist.",
        ),
        Some(row) if row.kind != TransactionKind::Authorization => refuse(
            OrderErrorCode::Invalid,
            field,
            "The transaction is not an authorisation.",
        ),
        Some(row) => Ok(row),
    }
}

/// Writes a transaction that builds on `parent` and claims its amount from it.
#[expect(
    clippy::too_many_arguments,
    reason = "a row of the ledger says so much"
)]
pub(super) async fn begin(
    app: &App,
    txn: &DatabaseTransaction,
    whole: &LockedOrder,
    parent: &Transaction,
    kind: TransactionKind,
    amount: i64,
    request: &RequestKey,
    field: &str,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
    if let Some(latest) = whole.transactions.iter().map(|row| row.id.0).max() {
        app.ids.stay_above(latest); // another process, whose clock is ahead, may have written it
    }
    let provider = match parent.provider.as_str() {
        MANUAL => MANUAL,
        GIFT_CARD => GIFT_CARD,
        _ => app.part::<Payments>().provider().name(),
    };
    let new = NewTransaction {
        attempt: parent.attempt_id,
        order: Some(whole.order.id),
        kind,
        amount: Money::new(amount, whole.currency()),
        parent: Some(parent.id),
        provider,
        reference: match kind {
            TransactionKind::Refund => None, // assigned by the provider
            _ => parent.provider_reference.clone().map(ProviderReference),
        },
        key: IdempotencyKey(format!("{}:{}", request.key, parent.id.0)),
    };
    let begun = payments::begin_transaction(app, txn, &new).await;
    let begun = begun.map_err(|error| refusal::of_ledger(error, field))?;
    Ok(begun.transaction())
}

/// Commits the operation and has the provider carry it out.
async fn carry_out(
    app: &App,
    txn: DatabaseTransaction,
    whole: &LockedOrder,
    request: &RequestKey,
    begun: Transaction,
    last: bool,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
    let work = Work {
        attempt: whole.order.attempt_id,
        transactions: vec![begun.id],
        last,
        stock: Vec::new(),
        end: End::Nothing,
    };
    let operation = operations::record(app, &txn, whole.order.id, request, &work).await?;
    txn.commit().await?;
    operations::follow(app, &operation).await?;
    let mut rows =
        payments::transactions_of_orders(app.databases.orders.writer(), &[whole.order.id]).await?;
    let rows = rows.remove(&whole.order.id).unwrap_or_default();
    let found = rows.into_iter().find(|row| row.id == begun.id);
    Ok(found.unwrap_or(begun))
}

/// The transaction created by an earlier run of the same request.
fn of_operation(
    whole: &LockedOrder,
    work: &str,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
    let work: Option<Work> = serde_json::from_str(work).ok();
    let id = work.and_then(|work| work.transactions.first().copied());
    let found = whole.transactions.iter().find(|row| Some(row.id) == id);
    let gone = || {
        Refusal::new(
            OrderErrorCode::NotFound,
            "",
            "The transaction no longer exists.",
        )
    };
    Ok(found.cloned().ok_or_else(gone)?)
}

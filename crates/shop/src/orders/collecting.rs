//! Captures and voids authorisations, and records payments made by other means.

use super::{
    locked_order::LockedOrder,
    operation_work::{End, Work},
    operations::{self, Wish},
    payment_settlement::MANUAL,
    refusal::{self, OrderErrorCode},
    state::Balance,
};
use crate::payments::{
    self, GIFT_CARD, IdempotencyKey, NewTransaction, PaymentOutcome, Payments, ProviderReference,
    Transaction, TransactionKind,
};
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::{OrderId, PaymentTransactionId},
    orders::order,
};
use souk_kernel::{
    app::App,
    money::Money,
    refusal::{ChangeError, Refusal},
    validators::refuse,
};

/// A request to capture an authorised amount.
#[derive(Clone, Debug)]
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
    let wish = Wish::new("orderCapture", key, wanted);
    let txn = app.databases.orders.begin().await?;
    let whole = LockedOrder::required(&txn, wanted.order, "input.id").await?;
    if let Some(before) = wish.before(&txn, app.clock.now()).await? {
        return of_operation(&whole, &before.work);
    }
    let field = "input.amount";
    let amount = refusal::amount(&wanted.amount, whole.currency(), field)?;
    let parent = authorization(&whole, wanted.parent, "input.parentTransactionId")?;
    let kind = TransactionKind::Capture;
    let begun = begin(app, &txn, &whole, parent, kind, amount, &wish, field).await?;
    carry_out(app, txn, &whole, &wish, begun, wanted.last).await
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
    let wish = Wish::new("transactionVoid", key, &parent);
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
    if let Some(before) = wish.before(&txn, app.clock.now()).await? {
        return of_operation(&whole, &before.work);
    }
    let row = authorization(&whole, parent, field)?;
    let kind = TransactionKind::Void;
    let begun = begin(app, &txn, &whole, row, kind, 0, &wish, field).await?;
    carry_out(app, txn, &whole, &wish, begun, false).await
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
    let owed = whole.order.total - balance.received;
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
    wish: &Wish,
    field: &str,
) -> Result<Transaction, ChangeError<OrderErrorCode>> {
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
        key: IdempotencyKey(format!("{}:{}", wish.key, parent.id.0)),
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
    wish: &Wish,
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
    let operation = operations::record(app, &txn, whole.order.id, wish, &work).await?;
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

//! The payment ledger: a row is written before the provider is asked, and its outcome afterwards.
//!
//! No database transaction is open while the provider is asked. A row that builds on another claims
//! its amount from it at the start and releases the claim if it fails, so that concurrent captures,
//! voids and refunds never exceed what is available.

use super::{
    IdempotencyKey, ProviderReference, TransactionKind, TransactionStatus,
    state::{self, PaymentOutcome},
    store,
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
    orders::payment_transaction as transaction,
};
use souk_kernel::{app::App, money::Money};
use std::collections::HashMap;

/// A row of the ledger.
pub use souk_entities::orders::payment_transaction::Model as Transaction;

/// Prefix of the keys of disputed money: the provider does not count it as refunded.
pub const DISPUTED: &str = "dispute:";

/// Provider name of gift card payments: the gift cards are asked instead of a provider.
pub const GIFT_CARD: &str = "gift_card";

/// A transaction to request from the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTransaction {
    /// The checkout attempt that started the payment.
    pub attempt: AttemptId,
    /// The order it belongs to, if there is one.
    pub order: Option<OrderId>,
    /// Kind of the transaction.
    pub kind: TransactionKind,
    /// The amount. Ignored for a void, which always takes all that is left.
    pub amount: Money,
    /// The transaction it builds on; `None` for authorisations and sales.
    pub parent: Option<PaymentTransactionId>,
    /// The provider.
    pub provider: &'static str,
    /// The intent, if it is known.
    pub reference: Option<ProviderReference>,
    /// The idempotency key for the provider.
    pub key: IdempotencyKey,
}

/// A transaction that may be carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum BegunTransaction {
    /// It is new.
    New(Transaction),
    /// It already existed under the same key.
    Before(Transaction),
}

impl BegunTransaction {
    /// The row.
    pub fn transaction(self) -> Transaction {
        match self {
            Self::New(row) | Self::Before(row) => row,
        }
    }
}

/// Why a transaction may not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The parent does not exist, is of the wrong kind or currency, or did not succeed.
    #[error("there is nothing it could build on")]
    NoParent,
    /// The amount exceeds what is left.
    #[error("less than that is left")]
    NotEnoughLeft,
    /// The key was used for a different transaction.
    #[error("the key was used for another transaction")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Records a transaction before the provider is asked, in the caller's transaction on the `orders`
/// database, which must be rolled back on an error. Nothing is written if the key was already used.
///
/// # Errors
///
/// See [`LedgerError`].
pub async fn begin_transaction(
    app: &App,
    txn: &impl ConnectionTrait,
    new: &NewTransaction,
) -> Result<BegunTransaction, LedgerError> {
    // Callers that build on the same transaction wait for each other, so an earlier call has stored
    // its key by now, whatever else it stored.
    let mut parent = None;
    if let Some(id) = new.parent {
        parent = store::lock(txn, id).await?;
        if let Some(before) = store::by_key(txn, &new.key).await? {
            return same(before, new);
        }
    }
    let amount = amount_of(new, parent.as_ref())?;
    let row = blank(app, new, amount);
    if store::insert_transactions(txn, vec![row.clone()]).await? == 0 {
        // Somebody else was slightly faster and has committed by now.
        let before = store::by_key(txn, &new.key).await?;
        return same(before.ok_or(LedgerError::KeyReused)?, new);
    }
    match new.parent {
        Some(parent) if !store::claim(txn, parent, amount).await? => {
            Err(LedgerError::NotEnoughLeft)
        }
        _ => Ok(BegunTransaction::New(row)),
    }
}

/// The existing transaction with the key of `new`, if it is the same.
fn same(before: Transaction, new: &NewTransaction) -> Result<BegunTransaction, LedgerError> {
    let same = before.kind == new.kind
        && before.attempt_id == new.attempt
        && before.parent_id == new.parent
        && before.currency == new.amount.currency().code()
        && (before.amount == new.amount.minor() || new.kind == TransactionKind::Void);
    if same {
        Ok(BegunTransaction::Before(before))
    } else {
        Err(LedgerError::KeyReused)
    }
}

/// The amount of `new`, as far as its parent allows it.
fn amount_of(new: &NewTransaction, parent: Option<&Transaction>) -> Result<i64, LedgerError> {
    if new.parent.is_none() && state::parents(new.kind).is_empty() {
        return Ok(new.amount.minor());
    }
    let row = parent.ok_or(LedgerError::NoParent)?;
    let fits = state::parents(new.kind).contains(&row.kind)
        && row.currency == new.amount.currency().code()
        && row.status == TransactionStatus::Success;
    if !fits {
        return Err(LedgerError::NoParent);
    }
    let left = row.amount - row.claimed;
    let amount = match new.kind {
        TransactionKind::Void => left,
        _ => new.amount.minor(),
    };
    if amount <= 0 || amount > left {
        return Err(LedgerError::NotEnoughLeft);
    }
    Ok(amount)
}

/// Records the outcome of a transaction. Returns the updated row, or `None` if the outcome changed
/// nothing. If the transaction failed, its claim on the parent is released.
///
/// # Errors
///
/// When the database fails.
pub async fn settle_transaction(
    app: &App,
    txn: &impl ConnectionTrait,
    id: PaymentTransactionId,
    outcome: PaymentOutcome,
    reference: Option<&ProviderReference>,
) -> Result<Option<Transaction>, DbErr> {
    let Some(row) = store::by_id(txn, id).await? else {
        return Ok(None);
    };
    let Some(to) = state::after(row.kind, row.status, outcome) else {
        return Ok(None);
    };
    let step = store::Step {
        from: row.status,
        to,
        reference,
        error_code: outcome.error_code(),
        processed_at: (!state::is_open_payment(to)).then(|| app.clock.now()),
    };
    if !store::step(txn, id, step).await? {
        return Ok(None); // another caller has recorded its outcome, which stays
    }
    let failed = matches!(to, TransactionStatus::Failure | TransactionStatus::Error);
    if let Some(parent) = row.parent_id.filter(|_| failed) {
        store::unclaim(txn, parent, row.amount).await?;
    }
    store::by_id(txn, id).await
}

/// A successful payment that the ledger does not record as such yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PaidTotals(Transaction);

impl PaidTotals {
    /// Wraps the payment's ledger row.
    pub fn new(row: Transaction) -> Self {
        Self(row)
    }
}

/// Assigns an attempt's transactions to its order, in the database transaction that creates the
/// order, and records that the payment succeeded. Returns the transactions, oldest first.
///
/// # Errors
///
/// When the database fails, or the payment is not in the ledger.
pub async fn assign_to_order(
    app: &App,
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
    order: OrderId,
    paid: Option<&PaidTotals>,
) -> Result<Vec<Transaction>, DbErr> {
    if let Some(PaidTotals(row)) = paid {
        let to = state::after(row.kind, row.status, PaymentOutcome::Done);
        let to = to.map(|to| (to, app.clock.now()));
        let given = match to {
            Some((to, now)) => store::settle_into(txn, row, to, now, order).await?,
            None => None,
        };
        match given {
            Some(row) => return Ok(vec![row]),
            // Somebody else recorded it too.
            None => settle_transaction(app, txn, row.id, PaymentOutcome::Done, None).await?,
        };
    }
    let mut rows = store::set_order(txn, attempt, order).await?;
    if let Some(PaidTotals(paid)) = paid
        && !rows.iter().any(|row| row.id == paid.id)
    {
        let missing = format!("the payment {} is not in the ledger", paid.id.0);
        return Err(DbErr::RecordNotFound(missing));
    }
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Records payments made without the provider, in the database transaction that creates their
/// order. Payments whose keys exist are already recorded and are skipped.
///
/// # Errors
///
/// When the database fails.
pub async fn record_intent(
    app: &App,
    txn: &impl ConnectionTrait,
    made: Vec<NewTransaction>,
) -> Result<Vec<Transaction>, DbErr> {
    let now = app.clock.now();
    let rows = made.iter().map(|new| transaction::Model {
        status: TransactionStatus::Success,
        processed_at: Some(now),
        ..blank(app, new, new.amount.minor())
    });
    let rows: Vec<Transaction> = rows.collect();
    store::insert_transactions(txn, rows.clone()).await?;
    Ok(rows)
}

/// A new transaction without an outcome.
fn blank(app: &App, new: &NewTransaction, amount: i64) -> Transaction {
    transaction::Model {
        id: app.next_id(),
        attempt_id: new.attempt,
        order_id: new.order,
        kind: new.kind,
        status: TransactionStatus::AwaitingResponse,
        amount,
        currency: new.amount.currency().code().to_owned(),
        parent_id: new.parent,
        claimed: 0,
        provider: new.provider.to_owned(),
        provider_reference: new.reference.as_ref().map(|reference| reference.0.clone()),
        idempotency_key: new.key.0.clone(),
        error_code: None,
        processed_at: None,
        created_at: app.clock.now(),
    }
}

/// Records the provider's intent or refund as soon as it is known.
///
/// # Errors
///
/// When the database fails.
pub async fn record_reference(
    db: &impl ConnectionTrait,
    id: PaymentTransactionId,
    reference: &ProviderReference,
) -> Result<(), DbErr> {
    store::set_reference(db, id, reference).await?;
    Ok(())
}

/// Transactions of orders, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn transactions_of_orders(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, Vec<Transaction>>, DbErr> {
    let mut found: HashMap<OrderId, Vec<Transaction>> = HashMap::new();
    for row in store::by_orders(db, orders).await? {
        if let Some(order) = row.order_id {
            found.entry(order).or_default().push(row);
        }
    }
    Ok(found)
}

/// The order that a transaction belongs to, if there is one.
///
/// # Errors
///
/// When the database fails.
pub async fn order_of(
    db: &impl ConnectionTrait,
    id: PaymentTransactionId,
) -> Result<Option<OrderId>, DbErr> {
    let found = store::by_id(db, id).await?;
    Ok(found.and_then(|row| row.order_id))
}

/// Transactions of attempts, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn transactions_of_attempts(
    db: &impl ConnectionTrait,
    attempts: &[AttemptId],
) -> Result<HashMap<AttemptId, Vec<Transaction>>, DbErr> {
    let mut found: HashMap<AttemptId, Vec<Transaction>> = HashMap::new();
    for row in store::by_attempts(db, attempts).await? {
        found.entry(row.attempt_id).or_default().push(row);
    }
    Ok(found)
}

/// Transactions on an object of a provider, oldest first; used to find what an event is about.
///
/// # Errors
///
/// When the database fails.
pub async fn transaction_of_reference(
    db: &impl ConnectionTrait,
    provider: &str,
    reference: &ProviderReference,
) -> Result<Vec<Transaction>, DbErr> {
    store::by_references(db, provider, std::slice::from_ref(reference)).await
}

/// Successful payments by a provider from `since` until `until`, oldest first, at most `most` after
/// the id `after`.
///
/// # Errors
///
/// When the database fails.
pub async fn paid_between(
    db: &impl ConnectionTrait,
    provider: &str,
    since: Timestamp,
    until: Timestamp,
    after: PaymentTransactionId,
    most: u64,
) -> Result<Vec<Transaction>, DbErr> {
    store::paid_between(db, provider, since, until, after, most).await
}

/// Transactions with an open outcome made before `before`, oldest first, at most `most` after the
/// id `after`.
///
/// # Errors
///
/// When the database fails.
pub async fn open_transactions(
    db: &impl ConnectionTrait,
    after: PaymentTransactionId,
    before: Timestamp,
    most: u64,
) -> Result<Vec<Transaction>, DbErr> {
    let statuses = [
        TransactionStatus::AwaitingResponse,
        TransactionStatus::Pending,
        TransactionStatus::Unknown,
    ];
    store::in_status(db, &statuses, after, before, most).await
}

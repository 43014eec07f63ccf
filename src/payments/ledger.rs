//! The ledger of payments: a row before the provider is asked, its outcome afterwards.
//!
//! No transaction of the database is open while the provider is asked. A row that builds on another
//! takes its amount from it when it begins and gives it back when it fails, so that captures, voids
//! and refunds that run at once never exceed what there is.

use super::{
    IdempotencyKey, Reference, TransactionKind, TransactionStatus,
    state::{self, Outcome},
    store,
};
use crate::{app::App, money::Money};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
    orders::payment_transaction as transaction,
};
use std::collections::HashMap;

/// A row of the ledger.
pub use souk_entities::orders::payment_transaction::Model as Transaction;

/// How keys of money begin that a buyer's bank took: the provider does not count it as given back.
pub const DISPUTED: &str = "dispute:";

/// Name of the provider of payments by gift cards: no provider is asked, the cards are.
pub const GIFT_CARD: &str = "gift_card";

/// What shall be asked of the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTransaction {
    /// The attempt that began the payment.
    pub attempt: AttemptId,
    /// The order it pays, where there is one.
    pub order: Option<OrderId>,
    /// What is asked.
    pub kind: TransactionKind,
    /// How much. A void takes all that is left, whatever this says.
    pub amount: Money,
    /// The transaction it builds on; none for authorisations and sales.
    pub parent: Option<PaymentTransactionId>,
    /// The provider.
    pub provider: &'static str,
    /// The intent, where it is known.
    pub reference: Option<Reference>,
    /// The key the provider will be asked with.
    pub key: IdempotencyKey,
}

/// A transaction that may be carried out.
#[derive(Clone, Debug, PartialEq)]
pub enum Begun {
    /// It is new.
    New(Transaction),
    /// The same was begun before.
    Before(Transaction),
}

impl Begun {
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
    /// What it builds on does not exist, is of the wrong kind or currency, or did not succeed.
    #[error("there is nothing it could build on")]
    NoParent,
    /// More than is left.
    #[error("less than that is left")]
    NotEnoughLeft,
    /// The key was used for something else.
    #[error("the key was used for another transaction")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Writes down what will be asked, in the caller's transaction of the `orders` database, which is
/// to be rolled back on an error. With a key that was used before nothing is written.
///
/// # Errors
///
/// See [`LedgerError`].
pub async fn begin(
    app: &App,
    txn: &impl ConnectionTrait,
    new: &NewTransaction,
) -> Result<Begun, LedgerError> {
    // Those who build on one transaction wait for each other: so a call that was made before has
    // left its key by now, whether or not it left anything else.
    let mut parent = None;
    if let Some(id) = new.parent {
        parent = store::lock(txn, id).await?;
        if let Some(before) = store::by_key(txn, &new.key).await? {
            return same(before, new);
        }
    }
    let amount = amount_of(new, parent.as_ref())?;
    let row = blank(app, new, amount);
    if !store::insert(txn, row.clone()).await? {
        // Somebody else was faster by a moment, and has committed by now.
        let before = store::by_key(txn, &new.key).await?;
        return same(before.ok_or(LedgerError::KeyReused)?, new);
    }
    match new.parent {
        Some(parent) if !store::claim(txn, parent, amount).await? => {
            Err(LedgerError::NotEnoughLeft)
        }
        _ => Ok(Begun::New(row)),
    }
}

/// A transaction that was begun before with the key of `new`.
fn same(before: Transaction, new: &NewTransaction) -> Result<Begun, LedgerError> {
    let same = before.kind == new.kind
        && before.attempt_id == new.attempt
        && before.parent_id == new.parent
        && before.currency == new.amount.currency().code()
        && (before.amount == new.amount.minor() || new.kind == TransactionKind::Void);
    if same {
        Ok(Begun::Before(before))
    } else {
        Err(LedgerError::KeyReused)
    }
}

/// How much `new` is about, as far as what it builds on allows it.
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

/// Writes down what came of a transaction; the row as it is then, or `None` when the news changed
/// nothing. What it took is given back when it failed.
///
/// # Errors
///
/// When the database fails.
pub async fn settle(
    app: &App,
    txn: &impl ConnectionTrait,
    id: PaymentTransactionId,
    outcome: Outcome,
    reference: Option<&Reference>,
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
        processed_at: (!state::is_open(to)).then(|| app.clock.now()),
    };
    if !store::step(txn, id, step).await? {
        return Ok(None); // somebody else was faster; what they learnt counts
    }
    let failed = matches!(to, TransactionStatus::Failure | TransactionStatus::Error);
    if let Some(parent) = row.parent_id.filter(|_| failed) {
        store::unclaim(txn, parent, row.amount).await?;
    }
    store::by_id(txn, id).await
}

/// A payment that was made, and of which the ledger does not say so yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid(Transaction);

impl Paid {
    /// The payment as the ledger knows it.
    pub fn new(row: Transaction) -> Self {
        Self(row)
    }
}

/// Gives the transactions of an attempt to the order it became, in the transaction that makes it,
/// and writes down that the payment was made. The transactions, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn give_to_order(
    app: &App,
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
    order: OrderId,
    paid: Option<&Paid>,
) -> Result<Vec<Transaction>, DbErr> {
    if let Some(Paid(row)) = paid {
        let to = state::after(row.kind, row.status, Outcome::Done);
        let to = to.map(|to| (to, app.clock.now()));
        let given = match to {
            Some((to, now)) => store::settle_into(txn, row, to, now, order).await?,
            None => None,
        };
        match given {
            Some(row) => return Ok(vec![row]),
            // Somebody else learnt it too.
            None => settle(app, txn, row.id, Outcome::Done, None).await?,
        };
    }
    let mut rows = store::set_order(txn, attempt, order).await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Writes down payments that were made without the provider, in the transaction that makes their
/// order. Those whose keys are known are there already.
///
/// # Errors
///
/// When the database fails.
pub async fn note_made(
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
    store::insert_all(txn, rows.clone()).await?;
    Ok(rows)
}

/// A transaction of which nothing is known yet.
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

/// Notes the intent or refund at the provider as soon as it is known.
///
/// # Errors
///
/// When the database fails.
pub async fn note_reference(
    db: &impl ConnectionTrait,
    id: PaymentTransactionId,
    reference: &Reference,
) -> Result<(), DbErr> {
    store::set_reference(db, id, reference).await?;
    Ok(())
}

/// Transactions of orders, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn of_orders(
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

/// Transactions of attempts, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn of_attempts(
    db: &impl ConnectionTrait,
    attempts: &[AttemptId],
) -> Result<HashMap<AttemptId, Vec<Transaction>>, DbErr> {
    let mut found: HashMap<AttemptId, Vec<Transaction>> = HashMap::new();
    for row in store::by_attempts(db, attempts).await? {
        found.entry(row.attempt_id).or_default().push(row);
    }
    Ok(found)
}

/// Transactions on objects of a provider, oldest first: what an event is about.
///
/// # Errors
///
/// When the database fails.
pub async fn of_reference(
    db: &impl ConnectionTrait,
    provider: &str,
    reference: &Reference,
) -> Result<Vec<Transaction>, DbErr> {
    store::by_references(db, provider, std::slice::from_ref(reference)).await
}

/// Payments by a provider that were made from `since` until `until` and succeeded, at most `most`
/// behind `after`, oldest first.
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

/// At most `most` transactions behind `after` whose outcome must still be asked for, made before
/// `before`, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn open(
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

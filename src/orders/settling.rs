//! Has the provider carry out transactions of the ledger, and writes down what came of them.

use super::{operations::Work, whole::Whole};
use crate::{
    app::App,
    codes::CurrencyCode,
    money::Money,
    payments::{
        Capture, IdempotencyKey, IntentState, Reference, RefusalCode, TransactionKind,
        TransactionStatus,
        ledger::{self, LedgerError, NewTransaction, Transaction},
        state::{Outcome, is_open},
    },
};
use sea_orm::ConnectionTrait;
use souk_entities::ids::{OrderId, PaymentTransactionId};

/// Name of the provider of payments that came in by other ways: nobody is asked.
pub(super) const MANUAL: &str = "manual";

/// What came of transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// At least one was done, or there was nothing to do.
    Done,
    /// The outcome of at least one is not known.
    Open,
    /// All were refused.
    Refused(String),
}

/// Has those of the transactions carried out that are open.
pub(super) async fn settle_all(app: &App, order: OrderId, work: &Work) -> anyhow::Result<Settled> {
    let (mut done, mut open, mut refused) = (work.transactions.is_empty(), false, None);
    for &id in &work.transactions {
        let row = settle(app, order, id, work.last).await?;
        match row.status {
            TransactionStatus::Success => done = true,
            TransactionStatus::Error | TransactionStatus::Failure => {
                refused = row.error_code.or(Some("REFUSED".to_owned()));
            }
            _ => open = true,
        }
    }
    Ok(match refused {
        _ if open => Settled::Open,
        Some(code) if !done => Settled::Refused(format!("the payment provider refused: {code}")),
        _ => Settled::Done,
    })
}

async fn settle(
    app: &App,
    order: OrderId,
    id: PaymentTransactionId,
    last: bool,
) -> anyhow::Result<Transaction> {
    let of_order = of_order(app, order).await?;
    let find = |id| of_order.iter().find(|row| row.id == id);
    let row = find(id).ok_or_else(|| anyhow::anyhow!("a transaction is gone from the ledger"))?;
    if !is_open(row.status) {
        return Ok(row.clone());
    }
    let (outcome, reference) = ask(app, row, &of_order, last).await;
    let Some(outcome) = outcome else {
        return Ok(row.clone()); // the provider is down: it is asked again later
    };
    let txn = app.databases.orders.begin().await?;
    let mut whole = Whole::lock(&txn, order)
        .await?
        .ok_or_else(|| anyhow::anyhow!("an order is gone"))?;
    let settled = ledger::settle(app, &txn, id, outcome, reference.as_ref()).await?;
    let Some(settled) = settled else {
        txn.rollback().await?;
        let rows = self::of_order(app, order).await?;
        let known = rows.into_iter().find(|row| row.id == id);
        return known.ok_or_else(|| anyhow::anyhow!("a transaction is gone from the ledger"));
    };
    if last && settled.kind == TransactionKind::Capture {
        let_go_of_rest(app, &txn, &settled).await?;
    }
    let before = whole.clone();
    let amount = Money::new(settled.amount, whole.currency());
    let amount = format!("{} {}", amount.decimal(), settled.currency);
    let (kind, message) = told(&settled, &amount);
    whole.tell(kind, message);
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(settled)
}

/// The last capture lets go what it leaves: the provider does so by itself, the ledger has to say it.
async fn let_go_of_rest(
    app: &App,
    txn: &impl ConnectionTrait,
    capture: &Transaction,
) -> anyhow::Result<()> {
    if capture.status != TransactionStatus::Success {
        return Ok(());
    }
    let currency = CurrencyCode::from_code(&capture.currency).unwrap_or(CurrencyCode::XXX);
    let rest = NewTransaction {
        attempt: capture.attempt_id,
        order: capture.order_id,
        kind: TransactionKind::Void,
        amount: Money::new(0, currency),
        parent: capture.parent_id,
        provider: app.payments.provider().name(),
        reference: capture.provider_reference.clone().map(Reference),
        key: IdempotencyKey(format!("{}-rest", capture.idempotency_key)),
    };
    match ledger::begin(app, txn, &rest).await {
        Ok(begun) => {
            let id = begun.transaction().id;
            ledger::settle(app, txn, id, Outcome::Done, None).await?;
            Ok(())
        }
        Err(LedgerError::NotEnoughLeft) => Ok(()), // it was all
        Err(error) => Err(error.into()),
    }
}

/// What the timeline says of a transaction.
fn told(row: &Transaction, amount: &str) -> (&'static str, String) {
    use {TransactionKind as K, TransactionStatus as S};
    match (row.kind, row.status) {
        (K::Capture, S::Success) => ("payment_captured", format!("{amount} was collected.")),
        (K::Refund, S::Success) => ("payment_refunded", format!("{amount} was given back.")),
        (K::Void, S::Success) => ("payment_voided", format!("{amount} was let go.")),
        (K::Sale, S::Success) => ("payment_received", format!("{amount} was received.")),
        (_, S::Error | S::Failure) => {
            let code = row.error_code.as_deref().unwrap_or("unknown");
            (
                "payment_failed",
                format!("A payment of {amount} failed: {code}."),
            )
        }
        _ => (
            "payment_pending",
            format!("A payment of {amount} is not settled yet."),
        ),
    }
}

async fn of_order(app: &App, order: OrderId) -> anyhow::Result<Vec<Transaction>> {
    let mut found = ledger::of_orders(app.databases.orders.writer(), &[order]).await?;
    Ok(found.remove(&order).unwrap_or_default())
}

/// Asks the provider; nothing where it is down.
async fn ask(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    last: bool,
) -> (Option<Outcome>, Option<Reference>) {
    if row.provider == MANUAL {
        return (Some(Outcome::Done), None);
    }
    let Some(intent) = intent_of(row, of_order) else {
        return (Some(Outcome::Refused(RefusalCode::NotFound)), None);
    };
    let currency = CurrencyCode::from_code(&row.currency).unwrap_or(CurrencyCode::XXX);
    let amount = Money::new(row.amount, currency);
    let key = IdempotencyKey(row.idempotency_key.clone());
    let provider = app.payments.provider();
    if row.kind != TransactionKind::Refund {
        if row.status == TransactionStatus::Unknown && happened(app, row, of_order, &intent).await {
            return (Some(Outcome::Done), Some(intent));
        }
        let answer = match row.kind {
            TransactionKind::Void => provider.cancel(&key, &intent).await,
            _ => {
                let capture = Capture { amount, last };
                provider.capture(&key, &intent, capture).await
            }
        };
        return (Outcome::of_change(&answer), Some(intent));
    }
    let known = match row.status {
        TransactionStatus::AwaitingResponse => None,
        _ => provider.refunds(&intent).await.ok().and_then(|refunds| {
            let mut refunds = refunds.into_iter();
            refunds.find(|refund| refund.key.as_ref() == Some(&key))
        }),
    };
    let answer = match known {
        Some(refund) => Ok(refund),
        None => provider.refund(&key, &intent, amount).await,
    };
    let reference = answer.as_ref().ok().map(|refund| refund.reference.clone());
    (Outcome::of_refund(&answer), reference)
}

/// Whether a capture or void whose answer was lost happened: keys are forgotten after a while, the
/// intent is not.
async fn happened(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    intent: &Reference,
) -> bool {
    let Ok(found) = app.payments.provider().retrieve(intent).await else {
        return false;
    };
    if row.kind == TransactionKind::Void {
        return found.state == IntentState::Cancelled;
    }
    let known = of_order.iter().filter(|other| {
        other.kind == TransactionKind::Capture
            && other.parent_id == row.parent_id
            && other.status == TransactionStatus::Success
    });
    let known: i64 = known.map(|other| other.amount).sum();
    found.captured.minor() >= known + row.amount
}

/// The intent at the provider that a transaction is about: that of the payment it goes back to.
fn intent_of(row: &Transaction, of_order: &[Transaction]) -> Option<Reference> {
    let mut payment = row;
    while let Some(parent) = payment.parent_id {
        payment = of_order.iter().find(|row| row.id == parent)?;
    }
    payment.provider_reference.clone().map(Reference)
}

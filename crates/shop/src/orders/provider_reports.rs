//! Refunds that the shop did not request: refunds made at the provider, refunds that the buyer's
//! bank returned, and disputes. The ledger follows them, and so does the order.
//!
//! An event only says where to look. The provider's current state is compared with the ledger, so
//! events may arrive twice and in any order.

use super::{
    collecting,
    locked_order::LockedOrder,
    operation_outcomes,
    operation_work::{End, Work},
    operations, payment_settlement, store,
};
use crate::payments::{
    self, DISPUTED, EventHandler, EventSubject, IdempotencyKey, PaymentOutcome, Payments,
    ProviderEvent, ProviderReference, Transaction, TransactionKind, TransactionStatus,
    is_open_payment,
};
use anyhow::{Context, bail};
use async_trait::async_trait;
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::{OrderId, PaymentTransactionId},
    orders::{
        order_operation::{self, OperationState},
        refund::{self, RefundLines, RefundState},
    },
};
use souk_kernel::{app::App, money::Money, request_key::RequestKey};
use std::sync::Arc;

/// Handles the provider's events about refunds and disputes.
#[derive(Debug)]
pub struct RefundEvents;

#[async_trait]
impl EventHandler for RefundEvents {
    async fn handle(&self, app: &Arc<App>, event: &ProviderEvent) -> anyhow::Result<()> {
        match event.subject {
            EventSubject::Payment => Ok(()),
            EventSubject::Refund => follow_refunds(app, &event.intent).await,
            EventSubject::Dispute => follow_disputes(app, &event.intent).await,
        }
    }
}

/// Money that was refunded or disputed, or is about to be.
struct TakenBack {
    reference: ProviderReference,
    amount: Money,
    outcome: PaymentOutcome,
    /// The idempotency key of the refund request; `None` if the shop did not request it.
    key: Option<IdempotencyKey>,
    /// Prefix of the keys for refunds that the shop did not request.
    prefix: &'static str,
    /// Note for the order's timeline.
    note: &'static str,
}

/// Updates the ledger from the provider's refunds of a payment.
///
/// # Errors
///
/// When the provider or the database does not answer, or more was refunded than the ledger has.
pub async fn follow_refunds(app: &App, intent: &ProviderReference) -> anyhow::Result<()> {
    let Some(order) = order_of(app, intent).await? else {
        return Ok(());
    };
    for refund in app.part::<Payments>().provider().refunds(intent).await? {
        let outcome = PaymentOutcome::of_refund(&Ok(refund.clone()));
        let taken = TakenBack {
            reference: refund.reference,
            amount: refund.amount,
            outcome: outcome.context("an answer tells something")?,
            key: refund.key,
            prefix: "at-provider:",
            note: "Given back at the payment provider.",
        };
        follow(app, order, intent, &taken).await?;
    }
    Ok(())
}

async fn follow_disputes(app: &App, intent: &ProviderReference) -> anyhow::Result<()> {
    let Some(order) = order_of(app, intent).await? else {
        return Ok(());
    };
    for dispute in app.part::<Payments>().provider().disputes(intent).await? {
        let taken = TakenBack {
            reference: dispute.reference,
            amount: dispute.amount,
            outcome: PaymentOutcome::of_dispute(dispute.state),
            key: None,
            prefix: DISPUTED,
            note: "Taken back by the buyer's bank.",
        };
        follow(app, order, intent, &taken).await?;
    }
    Ok(())
}

/// The order of a payment; `None` if the payment failed or does not belong to this shop.
async fn order_of(app: &App, intent: &ProviderReference) -> anyhow::Result<Option<OrderId>> {
    let db = app.databases.orders.writer();
    let provider = app.part::<Payments>().provider().name();
    let rows = payments::transaction_of_reference(db, provider, intent).await?;
    let Some(payment) = rows.into_iter().find(|row| row.parent_id.is_none()) else {
        return Ok(None);
    };
    let may_have_one =
        is_open_payment(payment.status) || payment.status == TransactionStatus::Success;
    if payment.order_id.is_none() && may_have_one {
        bail!("the order of {intent} is not placed yet");
    }
    Ok(payment.order_id)
}

/// Updates the ledger from one refund or dispute. Nothing changes if it is already known.
async fn follow(
    app: &App,
    order: OrderId,
    intent: &ProviderReference,
    taken: &TakenBack,
) -> anyhow::Result<()> {
    let txn = app.databases.orders.begin().await?;
    let whole = LockedOrder::lock(&txn, order)
        .await?
        .context("an order is gone")?;
    let is_it = |row: &&Transaction| {
        row.kind == TransactionKind::Refund
            && (row.provider_reference.as_ref() == Some(&taken.reference.0)
                || Some(&row.idempotency_key) == taken.key.as_ref().map(|key| &key.0))
    };
    let known: Vec<_> = whole.transactions.iter().filter(is_it).cloned().collect();
    let operation = match known.first() {
        Some(row) if settle(app, &txn, whole.clone(), &known, taken).await? => {
            store::operation_of_transaction(&txn, row).await?
        }
        Some(_) => None,
        None if matches!(taken.outcome, PaymentOutcome::Declined(_)) => None, // nothing was refunded
        None => Some(record(app, &txn, whole, intent, taken).await?),
    };
    txn.commit().await?;
    if let Some(operation) = operation.filter(|it| it.state == OperationState::Pending)
        && let Err(refused) = operations::follow(app, &operation).await
    {
        tracing::info!(%refused, order = order.0, "money did not go back");
    }
    Ok(())
}

/// Records the outcome of existing ledger rows; returns whether anything changed.
async fn settle(
    app: &App,
    txn: &DatabaseTransaction,
    mut whole: LockedOrder,
    known: &[Transaction],
    taken: &TakenBack,
) -> anyhow::Result<bool> {
    let before = whole.clone();
    let mut news = false;
    for row in known {
        let reference = Some(&taken.reference);
        let Some(settled) =
            payments::settle_transaction(app, txn, row.id, taken.outcome, reference).await?
        else {
            continue;
        };
        news = true;
        let amount = Money::new(settled.amount, whole.currency());
        let amount = format!("{} {}", amount.decimal(), settled.currency);
        if row.status == TransactionStatus::Success {
            let message = format!("A refund of {amount} was sent back by the buyer's bank.");
            whole.tell("refund_sent_back", message);
        } else {
            let (kind, message) = payment_settlement::told(&settled, &amount);
            whole.tell(kind, message);
        }
        let mut rows = whole.transactions.iter_mut();
        if let Some(row) = rows.find(|row| row.id == settled.id) {
            *row = settled;
        }
    }
    if news {
        amend(app, txn, &mut whole, known).await?;
        whole.save(app, txn, &before, &[]).await?;
    }
    Ok(news)
}

/// Recalculates the amount of completed refunds. Refunds in progress are left to their operation.
async fn amend(
    app: &App,
    txn: &DatabaseTransaction,
    whole: &mut LockedOrder,
    known: &[Transaction],
) -> anyhow::Result<()> {
    for row in known {
        let Some(operation) = store::operation_of_transaction(txn, row).await? else {
            continue;
        };
        if operation.state != OperationState::Done {
            continue;
        }
        let work: Work = serde_json::from_str(&operation.work)?;
        match work.end {
            End::Refund { refund, .. }
            | End::Cancel {
                refund: Some(refund),
            } => operation_outcomes::settle_refund(whole, refund, &work, app),
            _ => {}
        }
    }
    Ok(())
}

/// Records money returned without a request from the shop as a refund that the provider has already
/// made.
async fn record(
    app: &App,
    txn: &DatabaseTransaction,
    mut whole: LockedOrder,
    intent: &ProviderReference,
    taken: &TakenBack,
) -> anyhow::Result<order_operation::Model> {
    let before = whole.clone();
    let request = RequestKey {
        key: format!("{}{}", taken.prefix, taken.reference),
        fingerprint: String::new(),
    };
    let transactions = claim(app, txn, &whole, intent, taken, &request).await?;
    let now = app.clock.now();
    let refund = refund::Model {
        id: app.next_id(),
        order_id: whole.order.id,
        state: RefundState::Pending,
        amount: taken.amount.minor(),
        delivery: 0,
        note: Some(format!("{} {}", taken.note, taken.reference)),
        lines: RefundLines(Vec::new()),
        created_at: now,
        updated_at: now,
    };
    let work = Work {
        attempt: whole.order.attempt_id,
        transactions,
        last: false,
        stock: Vec::new(),
        end: End::Refund {
            refund: refund.id,
            notify: false,
        },
    };
    whole.refunds.push(refund);
    let (order, amount) = (whole.order.id, taken.amount.decimal());
    let code = taken.amount.currency().code();
    whole.tell(
        "refund_reported",
        format!("{} {amount} {code}.", taken.note),
    );
    let operation = operations::record(app, txn, order, &request, &work).await?;
    whole.save(app, txn, &before, &[]).await?;
    Ok(operation)
}

/// Claims the returned amount from what this payment received.
async fn claim(
    app: &App,
    txn: &DatabaseTransaction,
    whole: &LockedOrder,
    intent: &ProviderReference,
    taken: &TakenBack,
    request: &RequestKey,
) -> anyhow::Result<Vec<PaymentTransactionId>> {
    let received = whole.transactions.iter().filter(|row| {
        row.status == TransactionStatus::Success
            && matches!(row.kind, TransactionKind::Capture | TransactionKind::Sale)
            && payment_settlement::intent_of(row, &whole.transactions).as_ref() == Some(intent)
    });
    let mut left = taken.amount.minor();
    let mut ids = Vec::new();
    for payment in received {
        let part = (payment.amount - payment.claimed).min(left);
        if part <= 0 {
            continue;
        }
        let kind = TransactionKind::Refund;
        let row = collecting::begin(app, txn, whole, payment, kind, part, request, "").await?;
        payments::record_reference(txn, row.id, &taken.reference).await?;
        ids.push(row.id);
        left -= part;
    }
    if left > 0 {
        bail!(
            "{} takes more back than the ledger has left",
            taken.reference
        );
    }
    Ok(ids)
}

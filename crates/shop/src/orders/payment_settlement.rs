//! Has the provider carry out ledger transactions, and records their outcomes.

use super::{gift_cards, locked_order::LockedOrder, operation_work::Work, store};
use crate::payments::{
    self, CaptureRequest, DISPUTED, GIFT_CARD, IdempotencyKey, Intent, IntentState, LedgerError,
    NewTransaction, PaymentOutcome, Payments, ProviderError, ProviderReference,
    ProviderRefusalCode, Transaction, TransactionKind, TransactionStatus, is_open_payment,
};
use sea_orm::ConnectionTrait;
use souk_entities::ids::{OrderId, PaymentTransactionId};
use souk_kernel::{app::App, codes::CurrencyCode, crash, money::Money};

/// Provider name of payments made by other means, such as in cash; no provider is asked about them.
pub(super) const MANUAL: &str = "manual";

/// How long after a transaction was written only its first caller can have asked the provider: less
/// than the lease of an operation.
const FRESH_MS: i64 = 30_000;

/// Outcome of a set of transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Settled {
    /// At least one succeeded, or there was nothing to do.
    Done,
    /// The outcome of at least one is unknown.
    Open,
    /// At least one waits for an earlier one on the same authorisation.
    Queued,
    /// All were rejected.
    Refused(String),
}

/// Carries out the open transactions among these.
pub(super) async fn settle_all(app: &App, order: OrderId, work: &Work) -> anyhow::Result<Settled> {
    for &id in &work.transactions {
        let known = transactions_of_order(app, order).await?;
        let row = known.iter().find(|row| row.id == id);
        let row = row.ok_or_else(|| anyhow::anyhow!("a transaction is gone from the ledger"))?;
        if !is_open_payment(row.status) {
            continue;
        }
        if waits_for_earlier(row, &known) {
            return Ok(Settled::Queued);
        }
        settle(app, order, row, &known, work.last).await?;
    }
    let known = match work.transactions.as_slice() {
        [] => Vec::new(),
        _ => transactions_of_order(app, order).await?,
    };
    Ok(outcome(work, &known))
}

/// What became of the transactions of an operation, according to those of its order.
pub(super) fn outcome(work: &Work, of_order: &[Transaction]) -> Settled {
    let ours = of_order
        .iter()
        .filter(|row| work.transactions.contains(&row.id));
    let (mut done, mut refused) = (work.transactions.is_empty(), None);
    for row in ours {
        match row.status {
            TransactionStatus::Success => done = true,
            TransactionStatus::Error | TransactionStatus::Failure => {
                refused = row.error_code.as_deref().or(Some("REFUSED"));
            }
            _ => return Settled::Open,
        }
    }
    match refused {
        Some(code) if !done => {
            Settled::Refused(format!("The payment provider refused the request: {code}."))
        }
        _ => Settled::Done,
    }
}

/// Whether an earlier capture or void of the same authorisation is still open. The provider is asked
/// for one after the other: what it captured then says which of them it carried out, and a void
/// cannot overtake a capture.
fn waits_for_earlier(row: &Transaction, of_order: &[Transaction]) -> bool {
    let changes_authorization =
        |row: &Transaction| matches!(row.kind, TransactionKind::Capture | TransactionKind::Void);
    changes_authorization(row)
        && of_order.iter().any(|other| {
            other.id < row.id
                && other.parent_id == row.parent_id
                && changes_authorization(other)
                && is_open_payment(other.status)
        })
}

async fn settle(
    app: &App,
    order: OrderId,
    row: &Transaction,
    of_order: &[Transaction],
    last: bool,
) -> anyhow::Result<()> {
    let (outcome, reference) = ask(app, row, of_order, last).await;
    crash::point(&format!("settling:{:?}:Asked", row.kind));
    let Some(outcome) = outcome else {
        return Ok(()); // the provider is down and is asked again later
    };
    write_down(app, order, row.id, outcome, reference.as_ref()).await?;
    crash::point(&format!("settling:{:?}:Written", row.kind));
    Ok(())
}

/// Records the outcome of a transaction and its consequences for the order; `None` if nothing
/// changed.
pub(super) async fn write_down(
    app: &App,
    order: OrderId,
    id: PaymentTransactionId,
    outcome: PaymentOutcome,
    reference: Option<&ProviderReference>,
) -> anyhow::Result<Option<Transaction>> {
    let txn = app.databases.orders.begin().await?;
    let mut whole = LockedOrder::lock(&txn, order)
        .await?
        .ok_or_else(|| anyhow::anyhow!("an order is gone"))?;
    let Some(settled) = payments::settle_transaction(app, &txn, id, outcome, reference).await?
    else {
        txn.rollback().await?;
        return Ok(None);
    };
    if is_last_capture(&txn, &settled).await? {
        let_go_of_rest(app, &txn, &settled).await?;
    }
    let before = whole.clone();
    let amount = Money::new(settled.amount, whole.currency());
    let amount = format!("{} {}", amount.decimal(), settled.currency);
    let (kind, message) = told(&settled, &amount);
    whole.tell(kind, message);
    whole.save(app, &txn, &before, &[]).await?;
    txn.commit().await?;
    Ok(Some(settled))
}

/// Whether a transaction is a successful capture after which the rest is let go, as its operation
/// says, whoever settles it.
async fn is_last_capture(txn: &impl ConnectionTrait, row: &Transaction) -> anyhow::Result<bool> {
    if row.kind != TransactionKind::Capture || row.status != TransactionStatus::Success {
        return Ok(false);
    }
    let operation = store::operation_of_transaction(txn, row).await?;
    let work = operation.map(|it| serde_json::from_str::<Work>(&it.work));
    Ok(work.transpose()?.is_some_and(|work| work.last))
}

/// Voids what a final capture leaves of its authorisation: the provider does so automatically, but
/// the ledger has to record it.
async fn let_go_of_rest(
    app: &App,
    txn: &impl ConnectionTrait,
    capture: &Transaction,
) -> anyhow::Result<()> {
    let currency = CurrencyCode::from_code(&capture.currency).unwrap_or(CurrencyCode::XXX);
    let rest = NewTransaction {
        attempt: capture.attempt_id,
        order: capture.order_id,
        kind: TransactionKind::Void,
        amount: Money::new(0, currency),
        parent: capture.parent_id,
        provider: app.part::<Payments>().provider().name(),
        reference: capture.provider_reference.clone().map(ProviderReference),
        key: IdempotencyKey(format!("{}-rest", capture.idempotency_key)),
    };
    match payments::begin_transaction(app, txn, &rest).await {
        Ok(begun) => {
            let id = begun.transaction().id;
            payments::settle_transaction(app, txn, id, PaymentOutcome::Done, None).await?;
            Ok(())
        }
        Err(LedgerError::NotEnoughLeft) => Ok(()), // nothing was left
        Err(error) => Err(error.into()),
    }
}

/// The timeline entry for a transaction.
pub(super) fn told(row: &Transaction, amount: &str) -> (&'static str, String) {
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

/// The transactions of an order, oldest first.
pub(super) async fn transactions_of_order(
    app: &App,
    order: OrderId,
) -> anyhow::Result<Vec<Transaction>> {
    let mut found =
        payments::transactions_of_orders(app.databases.orders.writer(), &[order]).await?;
    Ok(found.remove(&order).unwrap_or_default())
}

/// Asks the provider or gift card to carry out a transaction; `None` if the provider is down.
async fn ask(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    last: bool,
) -> (Option<PaymentOutcome>, Option<ProviderReference>) {
    match row.provider.as_str() {
        MANUAL => (Some(PaymentOutcome::Done), None),
        GIFT_CARD => (ask_card(app, row, of_order).await, None),
        _ => ask_provider(app, row, of_order, last).await,
    }
}

/// Refunds a gift card; `None` if that failed and will be tried again.
async fn ask_card(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
) -> Option<PaymentOutcome> {
    match gift_cards::refund(app, row, of_order).await {
        Ok(()) => Some(PaymentOutcome::Done),
        Err(error) => {
            tracing::error!(
                id = row.id.0,
                ?error,
                "a gift card did not get its money back"
            );
            None
        }
    }
}

async fn ask_provider(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    last: bool,
) -> (Option<PaymentOutcome>, Option<ProviderReference>) {
    let Some(intent) = intent_of(row, of_order) else {
        return (
            Some(PaymentOutcome::Refused(ProviderRefusalCode::NotFound)),
            None,
        );
    };
    match row.kind {
        TransactionKind::Refund => ask_for_refund(app, row, &intent).await,
        _ => {
            let outcome = ask_for_change(app, row, of_order, &intent, last).await;
            (outcome, Some(intent))
        }
    }
}

/// Asks for a capture or void, unless the intent says that it took place.
async fn ask_for_change(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    intent: &ProviderReference,
    last: bool,
) -> Option<PaymentOutcome> {
    let happened = || happened(app, row, of_order, intent);
    if !is_fresh(app, row) && happened().await? {
        return Some(PaymentOutcome::Done);
    }
    let key = IdempotencyKey(row.idempotency_key.clone());
    let provider = app.part::<Payments>().provider();
    if row.kind != TransactionKind::Void {
        let amount = amount_of(row);
        let answer = provider.capture(&key, intent, CaptureRequest { amount, last });
        return PaymentOutcome::of_change(&answer.await);
    }
    let answer = provider.cancel(&key, intent).await;
    // It may be gone already: expired, or let go behind a final capture.
    if is_wrong_state(&answer) && happened().await? {
        return Some(PaymentOutcome::Done);
    }
    PaymentOutcome::of_change(&answer)
}

/// Asks for a refund, unless the provider has it already.
async fn ask_for_refund(
    app: &App,
    row: &Transaction,
    intent: &ProviderReference,
) -> (Option<PaymentOutcome>, Option<ProviderReference>) {
    if let Some(reference) = row.provider_reference.clone().map(ProviderReference) {
        // The provider already has it and must never be asked to do it again.
        let outcome = became(app, row, intent).await;
        return (outcome, Some(reference));
    }
    let key = IdempotencyKey(row.idempotency_key.clone());
    let provider = app.part::<Payments>().provider();
    if !is_fresh(app, row) {
        let Ok(refunds) = provider.refunds(intent).await else {
            return (None, None);
        };
        let known = refunds.into_iter();
        let mut known = known.filter(|refund| refund.key.as_ref() == Some(&key));
        if let Some(refund) = known.next() {
            let reference = refund.reference.clone();
            return (PaymentOutcome::of_refund(&Ok(refund)), Some(reference));
        }
    }
    let answer = provider.refund(&key, intent, amount_of(row)).await;
    let reference = answer.as_ref().ok().map(|refund| refund.reference.clone());
    (PaymentOutcome::of_refund(&answer), reference)
}

/// The amount of a transaction.
fn amount_of(row: &Transaction) -> Money {
    let currency = CurrencyCode::from_code(&row.currency).unwrap_or(CurrencyCode::XXX);
    Money::new(row.amount, currency)
}

/// Whether the provider refused because of what had happened to the payment before.
fn is_wrong_state(answer: &Result<Intent, ProviderError>) -> bool {
    let Err(ProviderError::Refused { code, .. }) = answer else {
        return false;
    };
    *code == ProviderRefusalCode::WrongState
}

/// Whether the provider cannot have been asked about a transaction before. Otherwise it is first
/// asked what it did, because it forgets idempotency keys after a while.
fn is_fresh(app: &App, row: &Transaction) -> bool {
    let age_ms = app.clock.now().0 - row.created_at.0;
    row.status == TransactionStatus::AwaitingResponse && age_ms < FRESH_MS
}

/// Looks up the outcome of a transaction at the provider without asking for any action; `None` if
/// the provider is down or has done nothing yet.
pub(super) async fn look_up(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
) -> Option<PaymentOutcome> {
    let intent = intent_of(row, of_order)?;
    match row.kind {
        TransactionKind::Authorization | TransactionKind::Sale => {
            PaymentOutcome::of_payment(&app.part::<Payments>().provider().retrieve(&intent).await)
        }
        TransactionKind::Capture | TransactionKind::Void => {
            let happened = happened(app, row, of_order, &intent).await?;
            happened.then_some(PaymentOutcome::Done)
        }
        TransactionKind::Refund => became(app, row, &intent).await,
    }
}

/// The outcome of a refund or dispute, which the provider or the bank may have started.
async fn became(
    app: &App,
    row: &Transaction,
    intent: &ProviderReference,
) -> Option<PaymentOutcome> {
    let provider = app.part::<Payments>().provider();
    let named =
        |reference: &ProviderReference| row.provider_reference.as_ref() == Some(&reference.0);
    if row.idempotency_key.starts_with(DISPUTED) {
        let disputes = provider.disputes(intent).await.ok()?;
        let found = disputes.into_iter().find(|it| named(&it.reference))?;
        return Some(PaymentOutcome::of_dispute(found.state));
    }
    let keyed = |key: &IdempotencyKey| key.0 == row.idempotency_key;
    let refunds = provider.refunds(intent).await.ok()?;
    let mut refunds = refunds.into_iter();
    let found = refunds.find(|it| named(&it.reference) || it.key.as_ref().is_some_and(keyed))?;
    PaymentOutcome::of_refund(&Ok(found))
}

/// Whether a capture or void took place, according to the intent: the provider forgets idempotency
/// keys after a while, but not the intent. `None` if the provider does not say.
async fn happened(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
    intent: &ProviderReference,
) -> Option<bool> {
    let found = app
        .part::<Payments>()
        .provider()
        .retrieve(intent)
        .await
        .ok()?;
    if row.kind == TransactionKind::Void {
        let let_go = found.state == IntentState::Succeeded && found.capturable.minor() == 0;
        return Some(let_go || found.state == IntentState::Cancelled);
    }
    let known = of_order.iter().filter(|other| {
        other.kind == TransactionKind::Capture
            && other.parent_id == row.parent_id
            && other.status == TransactionStatus::Success
    });
    let known: i64 = known.map(|other| other.amount).sum();
    Some(found.captured.minor() >= known + row.amount)
}

/// The provider's intent that a transaction is about: that of the payment at the root of its
/// parents.
pub(super) fn intent_of(row: &Transaction, of_order: &[Transaction]) -> Option<ProviderReference> {
    let mut payment = row;
    while let Some(parent) = payment.parent_id {
        payment = of_order.iter().find(|row| row.id == parent)?;
    }
    payment.provider_reference.clone().map(ProviderReference)
}

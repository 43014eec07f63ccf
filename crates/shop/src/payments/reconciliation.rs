//! Compares the provider's payments with the ledger, independently of any checkout.

use super::{
    Intent, IntentState, PaymentProvider, ProviderError, ProviderReference, TransactionKind,
    TransactionStatus,
    ledger::{DISPUTED, Transaction},
    state::is_open_payment,
    store,
};
use crate::payments::Payments;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
};
use souk_kernel::{app::App, codes::CurrencyCode, money::Money};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

const BATCH: u64 = 500;
/// Maximum number of differences listed at once.
pub const MOST_DIFFERENCES: usize = 250;
/// How long a checkout may take: by default, newer payments are not compared.
pub const ON_THEIR_WAY_MS: i64 = 20 * 60_000;
/// How far back the comparison goes by default.
pub const RECONCILIATION_WINDOW_MS: i64 = 24 * 3_600_000;
/// How often the background job compares.
const PERIOD: Duration = Duration::from_secs(3_600);

/// A difference between ledger and provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Kind of the difference.
    pub kind: DifferenceKind,
    /// Who should hold the money: the payment provider, or `gift_card`.
    pub provider: &'static str,
    /// The provider's intent, if there is one.
    pub reference: Option<ProviderReference>,
    /// The checkout attempt it belongs to; `None` if this shop did not create it.
    pub attempt: Option<AttemptId>,
    /// The order, if there is one.
    pub order: Option<OrderId>,
    /// The payment's transaction, if it is in the ledger.
    pub transaction: Option<PaymentTransactionId>,
    /// The amount in the ledger.
    pub in_ledger: Option<Money>,
    /// The amount at the provider.
    pub at_provider: Option<Money>,
}

/// Kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// The provider authorised or captured a payment that has no order.
    WithoutOrder,
    /// An order relies on a payment that the provider does not have.
    WithoutPayment,
    /// Ledger and provider record different amounts for the payment.
    OtherAmount,
    /// Ledger and provider record different captured amounts.
    OtherCaptured,
    /// Ledger and provider record different refunded amounts.
    OtherRefunded,
}

/// Why the comparison failed.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// The provider did not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Compares all payments made from `since` until `until`. Newer payments are left out, because they
/// may still be in progress. Stops at the payment that brings the 250th difference.
///
/// # Errors
///
/// When the provider or the database does not answer; no differences are then returned.
pub async fn reconcile_payments(
    app: &App,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Difference>, ReconcileError> {
    let mut differences = Vec::new();
    let mut seen = HashSet::new();
    let provider = app.part::<Payments>().provider();
    let mut after = None;
    while differences.len() < MOST_DIFFERENCES {
        let page = provider.list_since(since, after.as_ref()).await?;
        let due = page.intents.iter().filter(|it| it.created_at < until);
        let due: Vec<_> = due.collect();
        let ledger = Ledger::read(app, provider.name(), &due).await?;
        differences.extend(due.iter().filter_map(|intent| ledger.compare(intent)));
        seen.extend(due.into_iter().filter(|it| is_there(it)).map(name));
        after = page.intents.last().map(|intent| intent.reference.clone());
        if !page.has_more || after.is_none() {
            let missing = without_payment(app, provider.as_ref(), since, until, &seen);
            differences.extend(missing.await?);
            break;
        }
    }
    differences.truncate(MOST_DIFFERENCES);
    Ok(differences)
}

fn name(intent: &Intent) -> String {
    intent.reference.0.clone()
}

/// Whether the provider authorised or captured money of the buyer and has not refunded all of it.
fn moved_money(intent: &Intent) -> bool {
    let given_back = intent.captured.minor() > 0 && intent.refunded == intent.captured;
    is_there(intent) && !(given_back && intent.capturable.minor() == 0)
}

fn is_there(intent: &Intent) -> bool {
    matches!(
        intent.state,
        IntentState::Authorized | IntentState::Succeeded
    )
}

/// The ledger's view of a page of intents.
struct Ledger {
    /// The provider.
    provider: &'static str,
    /// The payment of each intent, by its reference.
    payments: HashMap<String, Transaction>,
    /// The transactions that build on them, by their attempt.
    following: HashMap<AttemptId, Vec<Transaction>>,
}

impl Ledger {
    async fn read(app: &App, provider: &'static str, intents: &[&Intent]) -> Result<Self, DbErr> {
        let reader = app.databases.orders.reader();
        let names: Vec<_> = intents.iter().map(|it| it.reference.clone()).collect();
        let rows = store::by_references(reader, provider, &names).await?;
        let payments = rows.into_iter().filter(|row| row.parent_id.is_none());
        let payments: HashMap<_, _> = payments
            .filter_map(|row| Some((row.provider_reference.clone()?, row)))
            .collect();
        let attempts: Vec<_> = payments.values().map(|row| row.attempt_id).collect();
        let mut following: HashMap<AttemptId, Vec<Transaction>> = HashMap::new();
        for row in store::by_attempts(reader, &attempts).await? {
            if row.parent_id.is_some() && row.provider == provider {
                following.entry(row.attempt_id).or_default().push(row);
            }
        }
        Ok(Self {
            provider,
            payments,
            following,
        })
    }

    fn compare(&self, intent: &Intent) -> Option<Difference> {
        let row = self.payments.get(&intent.reference.0);
        let paid = row.filter(|row| row.status == TransactionStatus::Success);
        let Some(row) = paid.filter(|row| row.order_id.is_some()) else {
            return moved_money(intent).then(|| Difference {
                kind: DifferenceKind::WithoutOrder,
                provider: self.provider,
                reference: Some(intent.reference.clone()),
                attempt: intent.attempt,
                order: None,
                transaction: row.map(|row| row.id),
                in_ledger: None,
                at_provider: Some(intent.amount),
            });
        };
        let (kind, in_ledger, at_provider) = self.other_amount(intent, row)?;
        Some(Difference {
            kind,
            provider: self.provider,
            reference: Some(intent.reference.clone()),
            attempt: Some(row.attempt_id),
            order: row.order_id,
            transaction: Some(row.id),
            in_ledger: Some(in_ledger),
            at_provider: Some(at_provider),
        })
    }

    /// The first amount on which ledger and provider differ.
    fn other_amount(
        &self,
        intent: &Intent,
        row: &Transaction,
    ) -> Option<(DifferenceKind, Money, Money)> {
        let amount = amount(row, row.amount);
        if amount != intent.amount {
            return Some((DifferenceKind::OtherAmount, amount, intent.amount));
        }
        let rows = self
            .following
            .get(&row.attempt_id)
            .map_or(&[][..], Vec::as_slice);
        if rows.iter().any(|row| is_open_payment(row.status)) || !is_there(intent) {
            return None; // still in progress, or unusable and reported as missing
        }
        let sum = |kind: TransactionKind| -> i64 {
            let done = rows
                .iter()
                .filter(|it| it.status == TransactionStatus::Success);
            let of_kind = done.filter(|it| it.kind == kind);
            let known = of_kind.filter(|it| !it.idempotency_key.starts_with(DISPUTED));
            known.map(|it| it.amount).sum()
        };
        let captured = match row.kind {
            TransactionKind::Sale => row.amount,
            _ => sum(TransactionKind::Capture),
        };
        let captured = Money::new(captured, intent.amount.currency());
        if captured != intent.captured {
            return Some((DifferenceKind::OtherCaptured, captured, intent.captured));
        }
        let refunded = Money::new(sum(TransactionKind::Refund), intent.amount.currency());
        let is_whole = intent.state == IntentState::Succeeded;
        (is_whole && refunded != intent.refunded).then_some((
            DifferenceKind::OtherRefunded,
            refunded,
            intent.refunded,
        ))
    }
}

fn amount(row: &Transaction, minor: i64) -> Money {
    let currency = CurrencyCode::from_code(&row.currency).unwrap_or(CurrencyCode::XXX);
    Money::new(minor, currency)
}

/// Payments of orders that the provider does not have. Payments missing from the provider's list
/// are fetched one by one, because the list starts at a time of the provider's clock.
async fn without_payment(
    app: &App,
    provider: &dyn PaymentProvider,
    since: Timestamp,
    until: Timestamp,
    seen: &HashSet<String>,
) -> Result<Vec<Difference>, ReconcileError> {
    let mut missing = Vec::new();
    let mut after = PaymentTransactionId(0);
    while missing.len() < MOST_DIFFERENCES {
        let reader = app.databases.orders.reader();
        let rows = store::paid_between(reader, provider.name(), since, until, after, BATCH);
        let rows = rows.await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in rows {
            let listed = row.provider_reference.as_ref();
            let listed = listed.is_some_and(|reference| seen.contains(reference));
            if row.order_id.is_none() || listed || stands(provider, &row).await? {
                continue;
            }
            missing.push(Difference {
                kind: DifferenceKind::WithoutPayment,
                provider: provider.name(),
                in_ledger: Some(amount(&row, row.amount)),
                at_provider: None,
                attempt: Some(row.attempt_id),
                order: row.order_id,
                transaction: Some(row.id),
                reference: row.provider_reference.map(ProviderReference),
            });
        }
    }
    Ok(missing)
}

/// Whether the provider has a payment, or voided it as recorded in the ledger.
async fn stands(provider: &dyn PaymentProvider, row: &Transaction) -> Result<bool, ProviderError> {
    let Some(reference) = row.provider_reference.clone().map(ProviderReference) else {
        return Ok(false);
    };
    match provider.retrieve(&reference).await {
        Ok(intent) if intent.state == IntentState::Cancelled => Ok(row.claimed == row.amount),
        Ok(intent) => Ok(is_there(&intent)),
        Err(ProviderError::Refused { .. }) => Ok(false),
        Err(outage) => Err(outage),
    }
}

/// Compares the payments of the last day and logs each difference.
///
/// # Errors
///
/// When the provider or the database does not answer.
pub async fn report_payments(app: &App) -> Result<usize, ReconcileError> {
    let (since, until) = last_reconciled_day(app);
    let differences = reconcile_payments(app, since, until).await?;
    log_differences(&differences);
    Ok(differences.len())
}

/// The 24 hours before the payments that may still be in progress.
pub fn last_reconciled_day(app: &App) -> (Timestamp, Timestamp) {
    let until = Timestamp(app.clock.now().0 - ON_THEIR_WAY_MS);
    (Timestamp(until.0 - RECONCILIATION_WINDOW_MS), until)
}

/// Logs a line for each difference.
pub fn log_differences(differences: &[Difference]) {
    for it in differences {
        let (in_ledger, at_provider) = (it.in_ledger.map(text), it.at_provider.map(text));
        tracing::error!(
            kind = ?it.kind,
            provider = it.provider,
            reference = it.reference.as_ref().map(|it| it.0.as_str()),
            attempt = it.attempt.map(|it| it.0),
            order = it.order.map(|it| it.0),
            transaction = it.transaction.map(|it| it.0),
            in_ledger,
            at_provider,
            "provider and ledger do not agree about a payment"
        );
    }
}

fn text(amount: Money) -> String {
    format!("{} {}", amount.decimal(), amount.currency().code())
}

/// Compares periodically until the process stops.
pub fn start_payment_reconciliation(app: &Arc<App>) {
    let failed = "payments could not be compared with the provider's";
    app.every(
        PERIOD,
        failed,
        |app| async move { report_payments(&app).await },
    );
}

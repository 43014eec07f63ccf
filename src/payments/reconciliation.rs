//! Compares what the provider has with what the ledger says, from outside of any saga.

use super::{
    Intent, IntentState, PaymentProvider, ProviderError, Reference, TransactionStatus,
    ledger::Transaction, store,
};
use crate::app::App;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
};
use std::collections::HashMap;

const BATCH: u64 = 500;

/// Something that does not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The provider holds or collected money for which there is no order.
    WithoutOrder {
        /// The intent.
        intent: Reference,
        /// The attempt it names; none when this shop did not make it.
        attempt: Option<AttemptId>,
    },
    /// An order counts on a payment that the provider does not have.
    WithoutPayment {
        /// The order.
        order: OrderId,
        /// The row of the ledger.
        transaction: PaymentTransactionId,
    },
    /// Ledger and provider name different amounts.
    OtherAmount {
        /// The intent.
        intent: Reference,
        /// The row of the ledger.
        transaction: PaymentTransactionId,
    },
}

/// Why nothing could be compared.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// The provider did not answer.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Compares all payments from `since` on. Those younger than `until` are left out: they may be on
/// their way.
///
/// # Errors
///
/// When the provider or the database does not answer; nothing is then known.
pub async fn reconcile(
    app: &App,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Difference>, ReconcileError> {
    let mut differences = Vec::new();
    let provider = app.payments.provider();
    let mut after = None;
    loop {
        let page = provider.list_since(since, after.as_ref()).await?;
        let paid: Vec<_> = page
            .intents
            .iter()
            .filter(|intent| intent.created_at < until && moved_money(intent))
            .collect();
        let references: Vec<_> = paid.iter().map(|intent| intent.reference.clone()).collect();
        let rows = payments_of(app, provider.name(), &references).await?;
        differences.extend(paid.iter().filter_map(|intent| compare(intent, &rows)));
        after = page.intents.last().map(|intent| intent.reference.clone());
        if !page.has_more || after.is_none() {
            break;
        }
    }
    differences.extend(without_payment(app, provider.as_ref(), since, until).await?);
    Ok(differences)
}

/// Whether the provider holds or collected something of the buyer's and did not give it all back.
fn moved_money(intent: &Intent) -> bool {
    let holds = matches!(
        intent.state,
        IntentState::Authorized | IntentState::Succeeded
    );
    let given_back = intent.captured.minor() > 0 && intent.refunded == intent.captured;
    holds && !(given_back && intent.capturable.minor() == 0)
}

/// The payment in the ledger for each intent.
async fn payments_of(
    app: &App,
    provider: &str,
    references: &[Reference],
) -> Result<HashMap<String, Transaction>, DbErr> {
    let reader = app.databases.orders.reader();
    let rows = store::by_references(reader, provider, references).await?;
    let payments = rows.into_iter().filter(|row| row.parent_id.is_none());
    Ok(payments
        .filter_map(|row| Some((row.provider_reference.clone()?, row)))
        .collect())
}

fn compare(intent: &Intent, rows: &HashMap<String, Transaction>) -> Option<Difference> {
    let intent_reference = intent.reference.clone();
    let row = rows.get(&intent.reference.0);
    let paid = row.filter(|row| row.status == TransactionStatus::Success);
    let Some(row) = paid.filter(|row| row.order_id.is_some()) else {
        return Some(Difference::WithoutOrder {
            intent: intent_reference,
            attempt: intent.attempt,
        });
    };
    let same =
        row.amount == intent.amount.minor() && row.currency == intent.amount.currency().code();
    (!same).then_some(Difference::OtherAmount {
        intent: intent_reference,
        transaction: row.id,
    })
}

/// Payments of orders that the provider does not have. They are asked for one by one: the pages of
/// the provider begin at a time of its own clock.
async fn without_payment(
    app: &App,
    provider: &dyn PaymentProvider,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Difference>, ReconcileError> {
    let mut missing = Vec::new();
    let mut after = PaymentTransactionId(0);
    loop {
        let reader = app.databases.orders.reader();
        let rows = store::paid_since(reader, provider.name(), since, after, BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(missing);
        };
        after = last.id;
        for row in rows.iter().filter(|row| row.created_at < until) {
            let Some(order) = row.order_id else { continue };
            if !is_there(provider, row).await? {
                missing.push(Difference::WithoutPayment {
                    order,
                    transaction: row.id,
                });
            }
        }
    }
}

async fn is_there(
    provider: &dyn PaymentProvider,
    row: &Transaction,
) -> Result<bool, ProviderError> {
    let Some(reference) = row.provider_reference.clone().map(Reference) else {
        return Ok(false);
    };
    match provider.retrieve(&reference).await {
        Ok(intent) => Ok(match intent.state {
            IntentState::Authorized | IntentState::Succeeded => true,
            IntentState::Cancelled => row.claimed == row.amount, // it was voided
            _ => false,
        }),
        Err(ProviderError::Refused { .. }) => Ok(false),
        Err(outage) => Err(outage),
    }
}

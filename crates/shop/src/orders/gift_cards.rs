//! Gift cards in the payment ledger: what a card paid is a successful sale, and refunds to it go to
//! the card itself, never to the payment provider.

use super::place::NewOrder;
use crate::{
    gift_cards::{self, GiftCardSpend},
    payments::{
        self, Difference, DifferenceKind, GIFT_CARD, IdempotencyKey, MOST_DIFFERENCES,
        NewTransaction, ProviderReference, Transaction, TransactionKind, TransactionStatus,
        is_open_payment,
    },
};
use anyhow::Context;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, GiftCardId, GiftCardTransactionId, OrderId, PaymentTransactionId},
    orders::gift_card_transaction::{self, GiftCardTransactionKind},
};
use souk_kernel::{
    app::App,
    codes::CurrencyCode,
    ids::{self, Gid},
    money::Money,
};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Duration,
};

/// Number of payments read at once.
const BATCH: u64 = 500;
/// How often gift cards and ledger are compared.
const PERIOD: Duration = Duration::from_secs(3_600);

/// The ledger rows for gift card payments of a new order.
pub(super) fn payments(new: &NewOrder, order: OrderId) -> Vec<NewTransaction> {
    let spends = new.gift_cards.iter();
    spends
        .map(|spend| NewTransaction {
            attempt: new.attempt,
            order: Some(order),
            kind: TransactionKind::Sale,
            amount: Money::new(spend.amount, new.priced.currency),
            parent: None,
            provider: GIFT_CARD,
            reference: Some(ProviderReference(spend.card.0.to_string())),
            key: IdempotencyKey(format!("attempt-{}-card-{}", new.attempt.0, spend.card.0)),
        })
        .collect()
}

/// Whether a ledger row concerns a gift card.
pub(super) fn is_card(row: &Transaction) -> bool {
    row.provider == GIFT_CARD
}

/// Whether a ledger row is a gift card payment.
pub(super) fn is_sale(row: &Transaction) -> bool {
    is_card(row) && row.kind == TransactionKind::Sale
}

/// Refunds an amount to the card it came from, once per ledger row.
pub(super) async fn refund(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
) -> anyhow::Result<()> {
    let parent = of_order.iter().find(|it| Some(it.id) == row.parent_id);
    let card = parent
        .and_then(card)
        .context("a refund names its gift card")?;
    let back = GiftCardSpend {
        card,
        amount: row.amount,
    };
    gift_cards::refund_to_gift_card(app, &row.id.0.to_string(), row.attempt_id, back).await?;
    Ok(())
}

/// The card of a sale.
fn card(sale: &Transaction) -> Option<GiftCardId> {
    let number = sale.provider_reference.as_ref()?.parse().ok()?;
    Some(GiftCardId(number))
}

/// What one side records for an attempt and a card, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    spent: i64,
    refunded: i64,
}

/// What ledger and gift cards record for attempts.
#[derive(Default)]
struct Sides {
    ledger: BTreeMap<(AttemptId, GiftCardId), Said>,
    cards: BTreeMap<(AttemptId, GiftCardId), Said>,
    /// Sales in the ledger.
    sales: BTreeMap<(AttemptId, GiftCardId), Transaction>,
    /// Attempts with refunds in progress.
    open: HashSet<AttemptId>,
}

/// Compares the gift card payments in the ledger with those recorded by the cards themselves, for
/// payments made from `since` until `until`. Returns little more than 250 differences.
///
/// # Errors
///
/// When the database fails.
pub async fn reconcile(
    app: &App,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Difference>, DbErr> {
    let (mut differences, mut seen) = (Vec::new(), HashSet::new());
    let mut after: GiftCardTransactionId = ids::before(since);
    while differences.len() < MOST_DIFFERENCES {
        let spent = gift_cards::gift_card_spending_between(app, since, until, after).await?;
        let Some(last) = spent.last() else { break };
        after = last.id;
        let attempts = spent.iter().map(|row| row.attempt_id);
        let new: Vec<_> = attempts.filter(|attempt| seen.insert(*attempt)).collect();
        differences.extend(Sides::read(app, &new).await?.compare());
    }
    let mut after: PaymentTransactionId = ids::before(since);
    while differences.len() < MOST_DIFFERENCES {
        let db = app.databases.orders.reader();
        let paid = payments::paid_between(db, GIFT_CARD, since, until, after, BATCH).await?;
        let Some(last) = paid.last() else { break };
        after = last.id;
        let attempts = paid.iter().map(|row| row.attempt_id);
        let new: Vec<_> = attempts.filter(|attempt| seen.insert(*attempt)).collect();
        differences.extend(Sides::read(app, &new).await?.compare());
    }
    Ok(differences)
}

impl Sides {
    async fn read(app: &App, attempts: &[AttemptId]) -> Result<Self, DbErr> {
        let mut sides = Self::default();
        if attempts.is_empty() {
            return Ok(sides);
        }
        for row in gift_cards::gift_card_transactions_of_attempts(app, attempts).await? {
            sides.add_of_card(&row);
        }
        let db = app.databases.orders.reader();
        for rows in payments::transactions_of_attempts(db, attempts)
            .await?
            .into_values()
        {
            for row in rows.iter().filter(|row| is_card(row)) {
                sides.add_of_ledger(row, &rows);
            }
        }
        Ok(sides)
    }

    fn add_of_card(&mut self, row: &gift_card_transaction::Model) {
        let key = (row.attempt_id, row.gift_card_id);
        let said = self.cards.entry(key).or_default();
        match row.kind {
            GiftCardTransactionKind::Spent => said.spent += row.amount,
            GiftCardTransactionKind::Refunded => said.refunded += row.amount,
        }
    }

    fn add_of_ledger(&mut self, row: &Transaction, all: &[Transaction]) {
        if is_open_payment(row.status) {
            self.open.insert(row.attempt_id);
        }
        let of = |sale: &Transaction| Some((sale.attempt_id, card(sale)?));
        let parent = all.iter().find(|it| Some(it.id) == row.parent_id);
        let Some(key) = of(parent.unwrap_or(row)) else {
            return;
        };
        let said = self.ledger.entry(key).or_default();
        match (row.kind, row.status) {
            (TransactionKind::Sale, TransactionStatus::Success) => {
                said.spent += row.amount;
                self.sales.insert(key, row.clone());
            }
            (TransactionKind::Refund, TransactionStatus::Success) => said.refunded += row.amount,
            _ => {}
        }
    }

    fn compare(&self) -> Vec<Difference> {
        let keys: HashSet<_> = self.ledger.keys().chain(self.cards.keys()).collect();
        let differences = keys.into_iter().filter_map(|&key| self.difference(key));
        differences.collect()
    }

    fn difference(&self, key: (AttemptId, GiftCardId)) -> Option<Difference> {
        let (attempt, card) = key;
        let of = |side: &BTreeMap<_, Said>| side.get(&key).copied().unwrap_or_default();
        let (ledger, cards) = (of(&self.ledger), of(&self.cards));
        let spent = Some((ledger.spent, cards.spent));
        let (kind, amounts) = match (ledger.spent, cards.spent) {
            (0, 0) => return None,
            (0, _) => (DifferenceKind::WithoutOrder, spent),
            (_, 0) => (DifferenceKind::WithoutPayment, spent),
            (in_ledger, on_card) if in_ledger != on_card => (DifferenceKind::OtherAmount, spent),
            _ if ledger.refunded != cards.refunded && !self.open.contains(&attempt) => (
                DifferenceKind::OtherRefunded,
                Some((ledger.refunded, cards.refunded)),
            ),
            _ => return None,
        };
        let sale = self.sales.get(&key);
        let code = sale.and_then(|sale| CurrencyCode::from_code(&sale.currency));
        let money = |minor| Money::new(minor, code.unwrap_or(CurrencyCode::XXX));
        Some(Difference {
            kind,
            provider: GIFT_CARD,
            reference: Some(ProviderReference(card.gid().0)),
            attempt: Some(attempt),
            order: sale.and_then(|sale| sale.order_id),
            transaction: sale.map(|sale| sale.id),
            in_ledger: sale.and(amounts).map(|it| money(it.0)),
            at_provider: amounts.map(|it| money(it.1)),
        })
    }
}

/// Compares the gift card payments of the last day and logs each difference.
///
/// # Errors
///
/// When the database fails.
pub async fn report(app: &App) -> Result<usize, DbErr> {
    let (since, until) = payments::last_reconciled_day(app);
    let differences = reconcile(app, since, until).await?;
    payments::log_differences(&differences);
    Ok(differences.len())
}

/// Compares periodically until the process stops.
pub fn start_gift_card_reconciliation(app: &Arc<App>) {
    let failed = "payments by gift cards could not be compared";
    app.every(PERIOD, failed, |app| async move { report(&app).await });
}

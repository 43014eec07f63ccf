//! Takes what an attempt pays with gift cards from them, and gives it back, each once. The balance
//! is a guarded update: nothing is taken that a card does not hold, whoever else spends from it.

use super::store;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, GiftCardId},
    orders::gift_card_transaction::{self as transaction, GiftCardTransactionKind as Kind},
};
use souk_kernel::app::App;

/// What an attempt takes from a card, in minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardSpend {
    /// The card.
    pub card: GiftCardId,
    /// The amount, above 0.
    pub amount: i64,
}

/// Result of taking amounts from gift cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiftCardRedemption {
    /// The amounts are taken, now or before.
    Done,
    /// A card holds less, has expired or was deactivated: nothing is taken from any.
    Short,
    /// They were given back before: the attempt is over.
    Ended,
}

/// Takes what an attempt pays with gift cards, once, all of it or nothing. Cards count as expired
/// only if they were at `good_at`. One statement, and one for each card.
///
/// # Errors
///
/// When the database fails.
pub async fn redeem_gift_cards(
    app: &App,
    attempt: AttemptId,
    spends: &[GiftCardSpend],
    good_at: Timestamp,
) -> Result<GiftCardRedemption, DbErr> {
    if spends.is_empty() {
        return Ok(GiftCardRedemption::Done);
    }
    let txn = app.databases.orders.begin().await?;
    let rows = spent(app, attempt, spends);
    if store::insert_transactions(&txn, rows).await? == 0 {
        let known = store::of_attempt(&txn, attempt).await?;
        let is_undone = known.iter().any(|row| row.undone_at.is_some());
        return Ok(match is_undone {
            true => GiftCardRedemption::Ended,
            false => GiftCardRedemption::Done,
        });
    }
    let now = app.clock.now();
    for spend in in_order(spends) {
        if !store::take_from_card(&txn, spend.card, spend.amount, good_at, now).await? {
            txn.rollback().await?;
            return Ok(GiftCardRedemption::Short);
        }
    }
    txn.commit().await?;
    Ok(GiftCardRedemption::Done)
}

/// Gives back what an attempt took, once, even to cards that have expired or were deactivated
/// since. What it has not taken yet it can no longer take: a driver that comes too late finds the
/// attempt over.
///
/// # Errors
///
/// When the database fails.
pub async fn return_to_gift_cards(
    app: &App,
    attempt: AttemptId,
    spends: &[GiftCardSpend],
) -> Result<(), DbErr> {
    if spends.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let never = spent(app, attempt, spends).into_iter();
    let never = never.map(|row| transaction::Model {
        amount: 0,
        undone_at: Some(now),
        ..row
    });
    if store::insert_transactions(&txn, never.collect()).await? == 0 {
        let mut undone = store::undo(&txn, attempt, now).await?;
        undone.sort_by_key(|row| row.gift_card_id);
        for row in undone {
            store::put_back(&txn, row.gift_card_id, row.amount, now).await?;
        }
    }
    txn.commit().await
}

/// Refunds to a card part of what an order was paid with, once for each `key`, even if the card has
/// expired or was deactivated.
///
/// # Errors
///
/// When the database fails, or the card is gone.
pub async fn refund_to_gift_card(
    app: &App,
    key: &str,
    attempt: AttemptId,
    back: GiftCardSpend,
) -> Result<(), DbErr> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let row = transaction::Model {
        id: app.next_id(),
        gift_card_id: back.card,
        key: format!("refund-{key}"),
        kind: Kind::Refunded,
        attempt_id: attempt,
        amount: back.amount,
        undone_at: None,
        created_at: now,
    };
    if store::insert_transactions(&txn, vec![row]).await? == 1
        && !store::put_back(&txn, back.card, back.amount, now).await?
    {
        return Err(DbErr::RecordNotFound("gift card".to_owned()));
    }
    txn.commit().await
}

/// The rows of an attempt: unique by attempt and card.
fn spent(app: &App, attempt: AttemptId, spends: &[GiftCardSpend]) -> Vec<transaction::Model> {
    let now = app.clock.now();
    let rows = in_order(spends).into_iter();
    let rows = rows.map(|spend| transaction::Model {
        id: app.next_id(),
        gift_card_id: spend.card,
        key: format!("spent-{}-{}", attempt.0, spend.card.0),
        kind: Kind::Spent,
        attempt_id: attempt,
        amount: spend.amount,
        undone_at: None,
        created_at: now,
    });
    rows.collect()
}

/// Attempts that spend from the same cards wait for each other instead of deadlocking.
fn in_order(spends: &[GiftCardSpend]) -> Vec<GiftCardSpend> {
    let mut spends = spends.to_vec();
    spends.sort_by_key(|spend| spend.card);
    spends
}

//! Lists gift cards and their transactions.

use super::store;
pub use super::store::{CardCursor, CardSort};
use crate::query_syntax::Query;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, GiftCardId, GiftCardTransactionId},
    orders::{gift_card, gift_card_transaction as transaction},
};
use souk_kernel::{
    app::App,
    pagination::{RequestedPage, Slice},
};

/// Transactions read at once.
const BATCH: u64 = 500;

/// A card by its id.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_card_by_id(app: &App, id: GiftCardId) -> Result<Option<gift_card::Model>, DbErr> {
    let found = store::by_ids(app.databases.orders.writer(), &[id]).await?;
    Ok(found.into_iter().next())
}

/// A page of cards.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_card_page(
    app: &App,
    query: Option<&Query>,
    sort: CardSort,
    reverse: bool,
    page: &RequestedPage<CardCursor>,
) -> Result<Slice<gift_card::Model>, DbErr> {
    store::page(app.databases.orders.reader(), query, sort, reverse, page).await
}

/// A page of the payments with a card and refunds to it, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_card_transactions(
    app: &App,
    card: GiftCardId,
    page: &RequestedPage<GiftCardTransactionId>,
) -> Result<Slice<transaction::Model>, DbErr> {
    store::transactions(app.databases.orders.reader(), card, page).await
}

/// Everything that these attempts paid with gift cards, and what of it was refunded: at most 500
/// attempts.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_card_transactions_of_attempts(
    app: &App,
    attempts: &[AttemptId],
) -> Result<Vec<transaction::Model>, DbErr> {
    store::standing(app.databases.orders.reader(), attempts).await
}

/// Payments with gift cards from `since` until `until`, at most 500 after `after`, oldest first.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_card_spending_between(
    app: &App,
    since: Timestamp,
    until: Timestamp,
    after: GiftCardTransactionId,
) -> Result<Vec<transaction::Model>, DbErr> {
    let db = app.databases.orders.reader();
    store::spent_between(db, since, until, after, BATCH).await
}

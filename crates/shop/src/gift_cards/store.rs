//! Gift card queries: SQL only.

use super::expiry::DAY_MS;
use crate::query_syntax::{self, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict},
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, GiftCardId, GiftCardTransactionId},
    orders::{
        gift_card::{self, Column},
        gift_card_transaction::{self as transaction, GiftCardTransactionKind},
    },
};
use souk_kernel::pagination::{RequestedPage, Slice};

/// Sort keys of gift cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardSort {
    /// Lowest balance first.
    Balance,
    /// Oldest first.
    CreatedAt,
    /// By id.
    Id,
    /// Lowest initial value first.
    InitialValue,
    /// Least recently changed first.
    UpdatedAt,
}

impl CardSort {
    fn column(self) -> Column {
        match self {
            Self::Balance => Column::Balance,
            Self::CreatedAt | Self::Id => Column::Id,
            Self::InitialValue => Column::InitialValue,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }

    fn key(self, row: &gift_card::Model) -> i64 {
        match self {
            Self::Balance => row.balance,
            Self::CreatedAt | Self::Id => row.id.0,
            Self::InitialValue => row.initial_value,
            Self::UpdatedAt => row.updated_at.0,
        }
    }
}

/// Position of a card in its list: its sort key and its id.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CardCursor(i64, i64);

impl CardCursor {
    /// The cursor of a row.
    pub fn of(row: &gift_card::Model, sort: CardSort) -> Self {
        Self(sort.key(row), row.id.0)
    }
}

/// Writes a new card; returns false if another has its code.
pub(super) async fn insert_card(
    db: &impl ConnectionTrait,
    row: gift_card::Model,
) -> Result<bool, DbErr> {
    let no_second = OnConflict::column(Column::CodeDigest)
        .do_nothing()
        .to_owned();
    let written = gift_card::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(no_second)
        .exec_without_returning(db)
        .await?;
    Ok(written == 1)
}

/// Cards by their ids, at most 25.
pub(super) async fn by_ids(
    db: &impl ConnectionTrait,
    ids: &[GiftCardId],
) -> Result<Vec<gift_card::Model>, DbErr> {
    gift_card::Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await
}

/// Cards by the digests of their codes, at most 25.
pub(super) async fn by_digests(
    db: &impl ConnectionTrait,
    digests: &[String],
) -> Result<Vec<gift_card::Model>, DbErr> {
    gift_card::Entity::find()
        .filter(Column::CodeDigest.is_in(digests.iter().cloned()))
        .all(db)
        .await
}

/// One card, locked until the transaction ends. SQLite needs no row lock.
pub(super) async fn lock(
    txn: &impl ConnectionTrait,
    id: GiftCardId,
) -> Result<Option<gift_card::Model>, DbErr> {
    gift_card::Entity::find_by_id(id)
        .lock_exclusive()
        .one(txn)
        .await
}

/// Writes what a merchant may change of a card; never its balance.
pub(super) async fn update(
    txn: &impl ConnectionTrait,
    row: &gift_card::Model,
) -> Result<(), DbErr> {
    gift_card::Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(row.expires_at))
        .col_expr(Column::DeactivatedAt, Expr::value(row.deactivated_at))
        .col_expr(Column::Note, Expr::value(row.note.clone()))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .filter(Column::Id.eq(row.id))
        .exec(txn)
        .await?;
    Ok(())
}

/// Takes `amount` from a card that was valid at `good_at` and holds that much; returns whether it
/// did.
pub(super) async fn take_from_card(
    txn: &impl ConnectionTrait,
    card: GiftCardId,
    amount: i64,
    good_at: Timestamp,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let not_expired = Condition::any()
        .add(Column::ExpiresAt.is_null())
        .add(Column::ExpiresAt.gt(good_at));
    let taken = gift_card::Entity::update_many()
        .col_expr(Column::Balance, Expr::col(Column::Balance).sub(amount))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(card))
        .filter(Column::Balance.gte(amount))
        .filter(Column::DeactivatedAt.is_null())
        .filter(not_expired)
        .exec(txn)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Puts `amount` back on a card; returns whether the card exists.
pub(super) async fn put_back(
    txn: &impl ConnectionTrait,
    card: GiftCardId,
    amount: i64,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let put = gift_card::Entity::update_many()
        .col_expr(Column::Balance, Expr::col(Column::Balance).add(amount))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(card))
        .exec(txn)
        .await?;
    Ok(put.rows_affected == 1)
}

/// Writes transactions whose keys are new; returns how many there were.
pub(super) async fn insert_transactions(
    txn: &impl ConnectionTrait,
    rows: Vec<transaction::Model>,
) -> Result<u64, DbErr> {
    let no_second = OnConflict::column(transaction::Column::Key)
        .do_nothing()
        .to_owned();
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    transaction::Entity::insert_many(rows)
        .on_conflict(no_second)
        .exec_without_returning(txn)
        .await
}

/// What an attempt took from cards. Index: `gift_card_transaction_by_attempt`.
pub(super) async fn of_attempt(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::find()
        .filter(transaction::Column::AttemptId.eq(attempt))
        .filter(transaction::Column::Kind.eq(GiftCardTransactionKind::Spent))
        .all(db)
        .await
}

/// Records that what an attempt took is given back; returns the rows that were not yet.
pub(super) async fn undo(
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
    now: Timestamp,
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::update_many()
        .col_expr(transaction::Column::UndoneAt, Expr::value(now))
        .filter(transaction::Column::AttemptId.eq(attempt))
        .filter(transaction::Column::Kind.eq(GiftCardTransactionKind::Spent))
        .filter(transaction::Column::UndoneAt.is_null())
        .exec_with_returning(txn)
        .await
}

/// Payments and refunds of these attempts, without those undone.
pub(super) async fn standing(
    db: &impl ConnectionTrait,
    attempts: &[AttemptId],
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::find()
        .filter(transaction::Column::AttemptId.is_in(attempts.iter().copied()))
        .filter(transaction::Column::UndoneAt.is_null())
        .all(db)
        .await
}

/// Payments from `since` until `until` that were not undone, at most `most` after `after`, oldest
/// first.
pub(super) async fn spent_between(
    db: &impl ConnectionTrait,
    since: Timestamp,
    until: Timestamp,
    after: GiftCardTransactionId,
    most: u64,
) -> Result<Vec<transaction::Model>, DbErr> {
    transaction::Entity::find()
        .filter(transaction::Column::Kind.eq(GiftCardTransactionKind::Spent))
        .filter(transaction::Column::UndoneAt.is_null())
        .filter(transaction::Column::CreatedAt.gte(since))
        .filter(transaction::Column::CreatedAt.lt(until))
        .filter(transaction::Column::Id.gt(after))
        .order_by_asc(transaction::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// A page of the transactions of a card, oldest first, without those undone. Index:
/// `gift_card_transaction_by_card`.
pub(super) async fn transactions(
    db: &impl ConnectionTrait,
    card: GiftCardId,
    page: &RequestedPage<GiftCardTransactionId>,
) -> Result<Slice<transaction::Model>, DbErr> {
    let id = transaction::Column::Id;
    let mut query = transaction::Entity::find()
        .filter(transaction::Column::GiftCardId.eq(card))
        .filter(transaction::Column::UndoneAt.is_null());
    if let Some(cursor) = page.cursor {
        query = query.filter(match page.backward {
            true => id.lt(cursor),
            false => id.gt(cursor),
        });
    }
    query = match page.backward {
        true => query.order_by_desc(id),
        false => query.order_by_asc(id),
    };
    let rows = query.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}

/// A page of cards. Keyset pagination by (sort key, id). Indexes: `gift_card_by_balance`,
/// `gift_card_by_update`, `gift_card_by_value`, and the primary key.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    query: Option<&Query>,
    sort: CardSort,
    reverse: bool,
    page: &RequestedPage<CardCursor>,
) -> Result<Slice<gift_card::Model>, DbErr> {
    let column = sort.column();
    let descending = reverse != page.backward;
    let mut cards = gift_card::Entity::find();
    if let Some(query) = query {
        let searched = [Expr::col(Column::LastCharacters), Expr::col(Column::Note)];
        cards = cards.filter(query_syntax::condition(query, &field, &searched));
    }
    if let Some(CardCursor(key, id)) = page.cursor {
        let same = Condition::all().add(column.eq(key));
        let (beyond, next) = match descending {
            true => (column.lt(key), Column::Id.lt(id)),
            false => (column.gt(key), Column::Id.gt(id)),
        };
        cards = cards.filter(Condition::any().add(beyond).add(same.add(next)));
    }
    cards = match descending {
        true => cards.order_by_desc(column).order_by_desc(Column::Id),
        false => cards.order_by_asc(column).order_by_asc(Column::Id),
    };
    let rows = cards.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}

/// The column of a query field.
fn field(name: &str) -> Option<query_syntax::SqlColumn> {
    use query_syntax::SqlColumn as C;
    let col = |column: Column| Expr::col(column);
    Some(match name {
        "balance_status" => C::Keyword(balance_status()),
        "created_at" => C::Whole(col(Column::CreatedAt)),
        "expires_on" => C::Whole(col(Column::ExpiresAt).sub(DAY_MS)),
        "id" => C::Whole(col(Column::Id)),
        "last_characters" => C::Keyword(col(Column::LastCharacters)),
        "status" => C::Keyword(status()),
        "updated_at" => C::Whole(col(Column::UpdatedAt)),
        _ => return None,
    })
}

fn balance_status() -> Expr {
    let balance = || Expr::col(Column::Balance);
    let status = CaseStatement::new()
        .case(balance().eq(0), "empty")
        .case(balance().eq(Expr::col(Column::InitialValue)), "full")
        .finally("partial");
    status.into()
}

fn status() -> Expr {
    let status = CaseStatement::new()
        .case(Expr::col(Column::DeactivatedAt).is_null(), "enabled")
        .finally("disabled");
    status.into()
}

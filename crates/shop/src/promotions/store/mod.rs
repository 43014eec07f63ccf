//! SQL statements of discounts, and nothing else.

mod codes;
mod discounts;

pub(super) use codes::{delete_codes, delete_unused_codes, first_codes, insert_new_codes};
pub(super) use discounts::{
    count_other_automatic, delete_discount, lock_discount, lock_oldest_automatic, save_discount,
};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use souk_entities::{
    Timestamp,
    ids::{AttemptId, DiscountId},
    orders::{discount, discount_code, discount_redemption as redemption},
};
use souk_kernel::pagination::{RequestedPage, Slice};

/// A filter for discounts. They must meet every condition given.
#[derive(Clone, Debug, Default)]
pub struct DiscountFilter {
    /// Discounts with this code.
    pub code: Option<String>,
    /// Only automatic discounts, or only code discounts.
    pub is_automatic: Option<bool>,
}

/// A code with its discount.
#[derive(Clone, Debug)]
pub(super) struct CodeRow {
    pub(super) discount: discount::Model,
    /// In lower case.
    pub(super) code: String,
    pub(super) shown: String,
    pub(super) used: i64,
    /// Whether the customer given has used the discount.
    pub(super) used_by_customer: bool,
}

impl FromQueryResult for CodeRow {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let customer: Option<String> = row.try_get(prefix, "customer")?;
        Ok(Self {
            discount: discount::Model::from_query_result(row, prefix)?,
            code: row.try_get(prefix, "code")?,
            shown: row.try_get(prefix, "shown")?,
            used: row.try_get(prefix, "used")?,
            used_by_customer: customer.is_some(),
        })
    }
}

/// These codes, in lower case, with their discounts, and whether the customer with this e-mail
/// address, if one is given, has used them: one statement.
pub(super) async fn by_codes(
    db: &impl ConnectionTrait,
    codes: &[String],
    customer: Option<&str>,
) -> Result<Vec<CodeRow>, DbErr> {
    let of_discount = |column| Expr::col((discount::Entity, column));
    let of_use = |column| Expr::col((redemption::Entity, column));
    let mut query = discount::Entity::find()
        .column(discount_code::Column::Code)
        .column(discount_code::Column::Shown)
        .column(discount_code::Column::Used)
        .column(redemption::Column::Customer)
        .filter(discount_code::Column::Code.is_in(codes.iter().map(String::as_str)));
    let same = Expr::col((discount_code::Entity, discount_code::Column::DiscountId))
        .equals((discount::Entity, discount::Column::Id));
    QuerySelect::query(&mut query)
        .inner_join(discount_code::Entity, same)
        .left_join(
            redemption::Entity,
            Condition::all()
                .add(of_use(redemption::Column::DiscountId).eq(of_discount(discount::Column::Id)))
                .add(of_use(redemption::Column::Customer).eq(customer)),
        );
    query.into_model::<CodeRow>().all(db).await
}

/// Automatic discounts that have not ended, oldest first.
pub(super) async fn automatic(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<Vec<discount::Model>, DbErr> {
    let not_over = Condition::any()
        .add(discount::Column::EndsAt.is_null())
        .add(discount::Column::EndsAt.gt(now));
    discount::Entity::find()
        .filter(discount::COLUMN.is_automatic.eq(true))
        .filter(not_over)
        .order_by_asc(discount::COLUMN.id)
        .limit(most)
        .all(db)
        .await
}

/// Records the redemptions of an attempt; returns how many are new.
pub(super) async fn insert_redemptions(
    txn: &impl ConnectionTrait,
    rows: Vec<redemption::Model>,
) -> Result<u64, DbErr> {
    let once = [
        redemption::Column::AttemptId,
        redemption::Column::DiscountId,
    ];
    let rows = rows.into_iter();
    let rows = rows.map(|row| row.into_active_model().reset_all());
    redemption::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(txn)
        .await
}

/// The redemptions of an attempt, including those given back.
pub(super) async fn redemptions(
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Vec<redemption::Model>, DbErr> {
    redemption::Entity::find()
        .filter(redemption::COLUMN.attempt_id.eq(attempt))
        .all(txn)
        .await
}

/// Counts a use of a code, unless it has reached its usage limit; returns whether it was counted.
pub(super) async fn count_use(
    txn: &impl ConnectionTrait,
    code: &str,
    discount: DiscountId,
) -> Result<bool, DbErr> {
    let limit = Query::select()
        .column(discount::Column::UsageLimit)
        .from(discount::Entity)
        .and_where(Expr::col((discount::Entity, discount::Column::Id)).eq(discount.0))
        .take();
    let used = || Expr::col((discount_code::Entity, discount_code::Column::Used));
    let limit = Expr::expr(Expr::SubQuery(None, Box::new(limit.into())));
    let counted = discount_code::Entity::update_many()
        .col_expr(discount_code::Column::Used, used().add(1))
        .filter(discount_code::COLUMN.code.eq(code))
        .filter(discount_code::COLUMN.discount_id.eq(discount))
        .filter(
            Condition::any()
                .add(limit.clone().is_null())
                .add(used().lt(limit)),
        )
        .exec(txn)
        .await?;
    Ok(counted.rows_affected == 1)
}

/// Records that an attempt gives back its redemptions; returns the codes with their discounts.
pub(super) async fn undo_redemptions(
    txn: &impl ConnectionTrait,
    attempt: AttemptId,
    now: Timestamp,
) -> Result<Vec<(String, DiscountId)>, DbErr> {
    let none: Option<String> = None;
    let undone = redemption::Entity::update_many()
        .col_expr(redemption::Column::UndoneAt, Expr::value(now))
        .col_expr(redemption::Column::Customer, Expr::value(none))
        .filter(redemption::COLUMN.attempt_id.eq(attempt))
        .filter(redemption::Column::UndoneAt.is_null())
        .exec_with_returning(txn)
        .await?;
    let undone = undone.into_iter();
    Ok(undone.map(|row| (row.code, row.discount_id)).collect())
}

/// Subtracts a use of a code, as long as the code belongs to this discount.
pub(super) async fn uncount_use(
    txn: &impl ConnectionTrait,
    code: &str,
    discount: DiscountId,
) -> Result<(), DbErr> {
    let used = Expr::col(discount_code::Column::Used);
    discount_code::Entity::update_many()
        .col_expr(discount_code::Column::Used, used.sub(1))
        .filter(discount_code::COLUMN.code.eq(code))
        .filter(discount_code::COLUMN.discount_id.eq(discount))
        .filter(discount_code::COLUMN.used.gt(0))
        .exec(txn)
        .await?;
    Ok(())
}

/// A discount by its id.
pub(super) async fn by_id(
    db: &impl ConnectionTrait,
    id: DiscountId,
) -> Result<Option<discount::Model>, DbErr> {
    discount::Entity::find_by_id(id).one(db).await
}

/// A page of discounts, oldest first unless reversed. Indexes: the primary key, `discount_by_way`,
/// that of the codes.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    filter: &DiscountFilter,
    reverse: bool,
    page: &RequestedPage<DiscountId>,
) -> Result<Slice<discount::Model>, DbErr> {
    let descending = reverse != page.backward;
    let mut query = discount::Entity::find();
    if let Some(is_automatic) = filter.is_automatic {
        query = query.filter(discount::COLUMN.is_automatic.eq(is_automatic));
    }
    if let Some(code) = &filter.code {
        let having = Query::select()
            .column(discount_code::Column::DiscountId)
            .from(discount_code::Entity)
            .and_where(Expr::col(discount_code::Column::Code).eq(code.as_str()))
            .take();
        query = query.filter(discount::Column::Id.in_subquery(having));
    }
    if let Some(cursor) = page.cursor {
        query = query.filter(match descending {
            true => discount::Column::Id.lt(cursor),
            false => discount::Column::Id.gt(cursor),
        });
    }
    query = match descending {
        true => query.order_by_desc(discount::Column::Id),
        false => query.order_by_asc(discount::Column::Id),
    };
    let rows = query.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}

/// A page of the codes of a discount. Index: `discount_code_by_discount`.
pub(super) async fn codes(
    db: &impl ConnectionTrait,
    discount: DiscountId,
    page: &RequestedPage<String>,
) -> Result<Slice<discount_code::Model>, DbErr> {
    let mut query =
        discount_code::Entity::find().filter(discount_code::COLUMN.discount_id.eq(discount));
    if let Some(cursor) = &page.cursor {
        query = query.filter(discount_code::Column::Code.gt(cursor.as_str()));
    }
    let query = query.order_by_asc(discount_code::Column::Code);
    let rows = query.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}

/// Number of codes of a discount.
pub(super) async fn count_codes(
    db: &impl ConnectionTrait,
    discount: DiscountId,
) -> Result<u64, DbErr> {
    let codes =
        discount_code::Entity::find().filter(discount_code::COLUMN.discount_id.eq(discount));
    codes.count(db).await
}

/// How often a discount has been used. Index: `discount_redemption_by_customer`.
pub(super) async fn count_redemptions(
    db: &impl ConnectionTrait,
    discount: DiscountId,
) -> Result<u64, DbErr> {
    let uses = redemption::Entity::find()
        .filter(redemption::COLUMN.discount_id.eq(discount))
        .filter(redemption::Column::UndoneAt.is_null());
    uses.count(db).await
}

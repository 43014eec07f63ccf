//! SQL statements that change discount codes.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use souk_entities::{ids::DiscountId, orders::discount_code};
use std::collections::HashSet;

/// Inserts codes that are not taken, and returns them.
pub(in crate::promotions) async fn insert_new_codes(
    txn: &impl ConnectionTrait,
    rows: Vec<discount_code::Model>,
) -> Result<HashSet<String>, DbErr> {
    let column = discount_code::Column::Code;
    let rows = rows.into_iter();
    let rows = rows.map(IntoActiveModel::into_active_model);
    let inserted = discount_code::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(column).do_nothing().to_owned())
        .exec_with_returning(txn)
        .await?;
    Ok(inserted.into_iter().map(|row| row.code).collect())
}

/// The first `most` codes of a discount.
pub(in crate::promotions) async fn first_codes(
    txn: &impl ConnectionTrait,
    discount: DiscountId,
    most: u64,
) -> Result<Vec<discount_code::Model>, DbErr> {
    discount_code::Entity::find()
        .filter(discount_code::COLUMN.discount_id.eq(discount))
        .order_by_asc(discount_code::COLUMN.code)
        .limit(most)
        .all(txn)
        .await
}

/// Deletes the codes of a discount that were never used; returns how many there were.
pub(in crate::promotions) async fn delete_unused_codes(
    txn: &impl ConnectionTrait,
    discount: DiscountId,
) -> Result<u64, DbErr> {
    let unused = discount_code::Entity::delete_many()
        .filter(discount_code::COLUMN.discount_id.eq(discount))
        .filter(discount_code::COLUMN.used.eq(0))
        .exec(txn)
        .await?;
    Ok(unused.rows_affected)
}

/// Deletes these codes, in lower case, of a discount; returns how many it had.
pub(in crate::promotions) async fn delete_codes(
    txn: &impl ConnectionTrait,
    discount: DiscountId,
    codes: Vec<String>,
) -> Result<u64, DbErr> {
    let gone = discount_code::Entity::delete_many()
        .filter(discount_code::Column::Code.is_in(codes))
        .filter(discount_code::COLUMN.discount_id.eq(discount))
        .exec(txn)
        .await?;
    Ok(gone.rows_affected)
}

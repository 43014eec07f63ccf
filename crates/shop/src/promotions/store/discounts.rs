//! SQL statements that change discounts.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use souk_entities::{
    Timestamp,
    ids::DiscountId,
    orders::{discount, discount_code, discount_redemption},
};
use souk_kernel::rows;

/// Inserts a discount, or writes over the one that was read.
pub(in crate::promotions) async fn save_discount(
    txn: &impl ConnectionTrait,
    row: discount::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<discount::Entity>(txn, vec![row], |_| is_new).await
}

/// Locks a discount until the transaction ends.
pub(in crate::promotions) async fn lock_discount(
    txn: &impl ConnectionTrait,
    id: DiscountId,
) -> Result<Option<discount::Model>, DbErr> {
    discount::Entity::find_by_id(id)
        .lock_exclusive()
        .one(txn)
        .await
}

/// Locks the oldest automatic discount until the transaction ends.
pub(in crate::promotions) async fn lock_oldest_automatic(
    txn: &impl ConnectionTrait,
) -> Result<(), DbErr> {
    discount::Entity::find()
        .filter(discount::COLUMN.is_automatic.eq(true))
        .order_by_asc(discount::Column::Id)
        .lock_exclusive()
        .one(txn)
        .await?;
    Ok(())
}

/// Number of automatic discounts other than `id` that have not ended.
pub(in crate::promotions) async fn count_other_automatic(
    txn: &impl ConnectionTrait,
    id: DiscountId,
    now: Timestamp,
) -> Result<u64, DbErr> {
    let not_over = Condition::any()
        .add(discount::Column::EndsAt.is_null())
        .add(discount::Column::EndsAt.gt(now));
    discount::Entity::find()
        .filter(discount::COLUMN.is_automatic.eq(true))
        .filter(not_over)
        .filter(discount::Column::Id.ne(id))
        .count(txn)
        .await
}

/// Deletes a discount with its codes and redemptions.
pub(in crate::promotions) async fn delete_discount(
    txn: &impl ConnectionTrait,
    id: DiscountId,
) -> Result<(), DbErr> {
    let code = discount_code::Column::DiscountId;
    rows::delete::<discount_code::Entity, _>(txn, code, &[id]).await?;
    let used = discount_redemption::Column::DiscountId;
    rows::delete::<discount_redemption::Entity, _>(txn, used, &[id]).await?;
    discount::Entity::delete_by_id(id).exec(txn).await?;
    Ok(())
}

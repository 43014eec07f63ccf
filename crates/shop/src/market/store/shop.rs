//! Queries for the shop, which has one row.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QuerySelect};
use souk_entities::catalog::shop;
use souk_kernel::rows;

/// Id of the only shop row.
pub(crate) const SHOP: i64 = 1;

/// The shop; `None` in an empty database.
pub(crate) async fn shop(db: &impl ConnectionTrait) -> Result<Option<shop::Model>, DbErr> {
    shop::Entity::find_by_id(SHOP).one(db).await
}

/// Locks the shop.
pub(crate) async fn lock_shop(db: &impl ConnectionTrait) -> Result<Option<shop::Model>, DbErr> {
    shop::Entity::find_by_id(SHOP)
        .lock_exclusive()
        .one(db)
        .await
}

/// Locks the shop together with others that do the same: only [`lock_shop`] waits.
pub(crate) async fn lock_shop_shared(
    db: &impl ConnectionTrait,
) -> Result<Option<shop::Model>, DbErr> {
    shop::Entity::find_by_id(SHOP).lock_shared().one(db).await
}

/// Inserts the shop.
pub(crate) async fn insert_shop(db: &impl ConnectionTrait, row: shop::Model) -> Result<(), DbErr> {
    shop::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Inserts the shop, or replaces its row.
pub(crate) async fn upsert_shop(db: &impl ConnectionTrait, row: shop::Model) -> Result<(), DbErr> {
    rows::upsert::<shop::Entity>(db, vec![row]).await
}

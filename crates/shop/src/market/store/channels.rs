//! Queries for sales channels.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use souk_entities::catalog::sales_channel;
use souk_kernel::rows;

/// Every sales channel, at most 1,000, the default one first.
pub(crate) async fn sales_channels(
    db: &impl ConnectionTrait,
) -> Result<Vec<sales_channel::Model>, DbErr> {
    sales_channel::Entity::find()
        .order_by_desc(sales_channel::COLUMN.is_default)
        .order_by_asc(sales_channel::COLUMN.id)
        .limit(1_000)
        .all(db)
        .await
}

/// Inserts a sales channel.
pub(crate) async fn insert_sales_channel(
    db: &impl ConnectionTrait,
    row: sales_channel::Model,
) -> Result<(), DbErr> {
    sales_channel::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Inserts sales channels, replacing those with the same ids.
pub(crate) async fn upsert_sales_channels(
    db: &impl ConnectionTrait,
    channels: Vec<sales_channel::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<sales_channel::Entity>(db, channels).await
}

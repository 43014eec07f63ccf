//! SQL statements that set up a shop, and nothing else.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::catalog::{market, sales_channel, shop};
use souk_kernel::rows;

/// Writes the shop's settings.
pub(crate) async fn save_shop(txn: &impl ConnectionTrait, row: shop::Model) -> Result<(), DbErr> {
    rows::upsert::<shop::Entity>(txn, vec![row]).await
}

/// Inserts markets, replacing those with the same id.
pub(crate) async fn save_markets(
    txn: &impl ConnectionTrait,
    markets: Vec<market::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<market::Entity>(txn, markets).await
}

/// Inserts sales channels, replacing those with the same id.
pub(crate) async fn save_channels(
    txn: &impl ConnectionTrait,
    channels: Vec<sales_channel::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<sales_channel::Entity>(txn, channels).await
}

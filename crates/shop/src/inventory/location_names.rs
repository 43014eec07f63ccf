//! The locations of the shop, for other domains.

use super::store;
use sea_orm::DbErr;
use souk_entities::inventory::location;
use souk_kernel::app::App;

/// Every location of the shop, sorted by id.
///
/// # Errors
///
/// When the database fails.
pub async fn all_locations(app: &App) -> Result<Vec<location::Model>, DbErr> {
    store::locations(app.databases.inventory.writer()).await
}

//! Queries that write menus.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::catalog::menu;
use souk_kernel::rows;

/// Inserts a menu, or replaces the one with its id.
pub(crate) async fn upsert_menu(db: &impl ConnectionTrait, row: menu::Model) -> Result<(), DbErr> {
    rows::upsert::<menu::Entity>(db, vec![row]).await
}

//! Queries that write menus.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::catalog::menu;
use souk_kernel::rows;

/// Inserts a menu, or replaces the one with its id.
pub(crate) async fn save_menu_row(
    db: &impl ConnectionTrait,
    row: menu::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<menu::Entity>(db, vec![row], |_| is_new).await
}

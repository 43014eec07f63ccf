//! Queries that write pages.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use souk_entities::{catalog::page, ids::PageId};
use souk_kernel::rows;

/// The ones among `handles` that pages other than `own` have. Index: the unique handle.
pub(crate) async fn taken_page_handles(
    db: &impl ConnectionTrait,
    handles: Vec<String>,
    own: PageId,
) -> Result<Vec<String>, DbErr> {
    page::Entity::find()
        .select_only()
        .column(page::Column::Handle)
        .filter(page::Column::Handle.is_in(handles))
        .filter(page::COLUMN.id.ne(own))
        .into_tuple()
        .all(db)
        .await
}

/// Inserts a page, or replaces the one with its id.
pub(crate) async fn save_page_row(
    db: &impl ConnectionTrait,
    row: page::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<page::Entity>(db, vec![row], |_| is_new).await
}

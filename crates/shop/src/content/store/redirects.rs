//! Queries that write redirects.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::catalog::url_redirect;
use souk_kernel::rows;

/// Deletes the redirects from these paths. Index: the unique path.
pub(crate) async fn delete_redirects_from(
    db: &impl ConnectionTrait,
    paths: [&String; 2],
) -> Result<(), DbErr> {
    url_redirect::Entity::delete_many()
        .filter(url_redirect::Column::Path.is_in(paths))
        .exec(db)
        .await?;
    Ok(())
}

/// Inserts the redirects that are new, and writes over the others, which the caller has read.
pub(crate) async fn save_redirects(
    db: &impl ConnectionTrait,
    redirects: Vec<url_redirect::Model>,
    is_new: impl Fn(&url_redirect::Model) -> bool,
) -> Result<(), DbErr> {
    rows::save::<url_redirect::Entity>(db, redirects, is_new).await
}

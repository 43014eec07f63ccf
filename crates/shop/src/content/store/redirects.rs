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

/// Inserts redirects.
pub(crate) async fn insert_redirects(
    db: &impl ConnectionTrait,
    redirects: Vec<url_redirect::Model>,
) -> Result<(), DbErr> {
    rows::insert::<url_redirect::Entity>(db, redirects).await
}

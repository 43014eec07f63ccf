//! Queries that take the kind of content as a parameter: what exists, and what is locked.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, PrimaryKeyTrait, QuerySelect};
use souk_entities::catalog::{article, blog, metaobject, page, shop_policy};
use souk_kernel::rows;

/// Locks a row of any table of content.
pub(crate) async fn lock_row<E, I>(
    db: &impl ConnectionTrait,
    id: I,
) -> Result<Option<E::Model>, DbErr>
where
    E: EntityTrait,
    I: Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType>,
{
    E::find_by_id(id).lock_exclusive().one(db).await
}

/// Locks articles, blogs or pages in id order, and returns the ids of those that exist; none for
/// other kinds.
pub(crate) async fn lock_resources(
    db: &impl ConnectionTrait,
    kind: &str,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    match kind {
        "Article" => rows::lock_ids::<article::Entity>(db, ids).await,
        "Blog" => rows::lock_ids::<blog::Entity>(db, ids).await,
        "Page" => rows::lock_ids::<page::Entity>(db, ids).await,
        _ => Ok(Vec::new()),
    }
}

/// The ones among `ids` that are ids of articles, blogs, metaobjects, pages or policies; none for
/// other kinds.
pub(crate) async fn resource_ids_among(
    db: &impl ConnectionTrait,
    kind: &str,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    match kind {
        "Article" => rows::ids_among::<article::Entity>(db, ids).await,
        "Blog" => rows::ids_among::<blog::Entity>(db, ids).await,
        "Metaobject" => rows::ids_among::<metaobject::Entity>(db, ids).await,
        "Page" => rows::ids_among::<page::Entity>(db, ids).await,
        "ShopPolicy" => rows::ids_among::<shop_policy::Entity>(db, ids).await,
        _ => Ok(Vec::new()),
    }
}

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
        "Article" => rows::find_and_lock_ids::<article::Entity>(db, ids).await,
        "Blog" => rows::find_and_lock_ids::<blog::Entity>(db, ids).await,
        "Page" => rows::find_and_lock_ids::<page::Entity>(db, ids).await,
        _ => Ok(Vec::new()),
    }
}

/// The next ids of articles behind `after`, ascending.
pub(crate) async fn article_ids_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids_after::<article::Entity>(db, after, limit).await
}

/// The next ids of pages behind `after`, ascending.
pub(crate) async fn page_ids_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids_after::<page::Entity>(db, after, limit).await
}

/// The ones among `ids` that are ids of articles, blogs, metaobjects, pages or policies; none for
/// other kinds.
pub(crate) async fn resource_ids_among(
    db: &impl ConnectionTrait,
    kind: &str,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    match kind {
        "Article" => rows::find_ids::<article::Entity>(db, ids).await,
        "Blog" => rows::find_ids::<blog::Entity>(db, ids).await,
        "Metaobject" => rows::find_ids::<metaobject::Entity>(db, ids).await,
        "Page" => rows::find_ids::<page::Entity>(db, ids).await,
        "ShopPolicy" => rows::find_ids::<shop_policy::Entity>(db, ids).await,
        _ => Ok(Vec::new()),
    }
}

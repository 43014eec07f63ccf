//! Writes whole rows of content that no mutation writes.

use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    catalog::{article, blog, comment, metaobject, metaobject_definition, shop_policy},
    ids::ArticleId,
};
use souk_kernel::rows;

/// Inserts definitions of metaobjects, replacing those with the same id.
pub(crate) async fn upsert_metaobject_definitions(
    txn: &impl ConnectionTrait,
    definitions: Vec<metaobject_definition::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<metaobject_definition::Entity>(txn, definitions).await
}

/// Inserts metaobjects, replacing those with the same id.
pub(crate) async fn upsert_metaobjects(
    txn: &impl ConnectionTrait,
    metaobjects: Vec<metaobject::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<metaobject::Entity>(txn, metaobjects).await
}

/// Inserts blogs, replacing those with the same id.
pub(crate) async fn upsert_blogs(
    txn: &impl ConnectionTrait,
    blogs: Vec<blog::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<blog::Entity>(txn, blogs).await
}

/// Inserts articles, replacing those with the same id.
pub(crate) async fn upsert_articles(
    txn: &impl ConnectionTrait,
    articles: Vec<article::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<article::Entity>(txn, articles).await
}

/// Every comment on these articles.
pub(crate) async fn comments_of_articles(
    db: &impl ConnectionTrait,
    articles: &[ArticleId],
) -> Result<Vec<comment::Model>, DbErr> {
    rows::find::<comment::Entity, _>(db, comment::Column::ArticleId, articles).await
}

/// Inserts comments, replacing those with the same id.
pub(crate) async fn upsert_comments(
    txn: &impl ConnectionTrait,
    comments: Vec<comment::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<comment::Entity>(txn, comments).await
}

/// Inserts policies, replacing those with the same id.
pub(crate) async fn upsert_policies(
    txn: &impl ConnectionTrait,
    policies: Vec<shop_policy::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<shop_policy::Entity>(txn, policies).await
}

//! Queries for merchant-defined records.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use souk_entities::catalog::{metaobject, metaobject_definition};
use souk_kernel::rows;

/// Definitions by type. Index: the unique type.
pub async fn metaobject_definitions(
    db: &impl ConnectionTrait,
    kinds: &[String],
) -> Result<Vec<metaobject_definition::Model>, DbErr> {
    metaobject_definition::Entity::find()
        .filter(metaobject_definition::Column::Kind.is_in(kinds.iter().map(String::as_str)))
        .all(db)
        .await
}

/// The record of a type with this handle. Index: `metaobject_by_handle`.
pub async fn metaobject_by_handle(
    db: &impl ConnectionTrait,
    kind: &str,
    handle: &str,
) -> Result<Option<metaobject::Model>, DbErr> {
    metaobject::Entity::find()
        .filter(metaobject::COLUMN.kind.eq(kind))
        .filter(metaobject::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// Definitions whose records have pages that buyers may read, at most 1,000.
pub async fn with_pages(
    db: &impl ConnectionTrait,
) -> Result<Vec<metaobject_definition::Model>, DbErr> {
    metaobject_definition::Entity::find()
        .filter(metaobject_definition::Column::StorefrontVisible.eq(true))
        .filter(metaobject_definition::Column::OnlineStorePath.is_not_null())
        .limit(1_000)
        .all(db)
        .await
}

/// Records of any type with one of these handles.
pub(crate) async fn metaobjects_by_handles(
    db: &impl ConnectionTrait,
    handles: &[String],
) -> Result<Vec<metaobject::Model>, DbErr> {
    rows::find::<metaobject::Entity, _>(db, metaobject::Column::Handle, handles).await
}

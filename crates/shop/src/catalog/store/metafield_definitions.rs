//! Queries for definitions of custom fields.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use souk_entities::{catalog::metafield_definition, ids::MetafieldDefinitionId};
use souk_kernel::rows;

/// Maximum number of definitions read.
const MOST_READ: u64 = 10_000;

/// The definition with this id.
pub(crate) async fn metafield_definition_by_id(
    db: &impl ConnectionTrait,
    id: MetafieldDefinitionId,
) -> Result<Option<metafield_definition::Model>, DbErr> {
    metafield_definition::Entity::find_by_id(id).one(db).await
}

/// Every definition. There are few for each kind of resource.
pub(crate) async fn metafield_definitions(
    db: &impl ConnectionTrait,
) -> Result<Vec<metafield_definition::Model>, DbErr> {
    metafield_definition::Entity::find()
        .limit(MOST_READ)
        .all(db)
        .await
}

/// How many definitions there are for a kind of resource.
pub(crate) async fn count_metafield_definitions(
    db: &impl ConnectionTrait,
    owner_type: &str,
) -> Result<u64, DbErr> {
    metafield_definition::Entity::find()
        .filter(metafield_definition::COLUMN.owner_type.eq(owner_type))
        .count(db)
        .await
}

/// Whether a field of a kind of resource is defined. Index: the unique owner type, namespace and
/// key.
pub(crate) async fn is_metafield_defined(
    db: &impl ConnectionTrait,
    owner_type: &str,
    namespace: &str,
    key: &str,
) -> Result<bool, DbErr> {
    let same = metafield_definition::Entity::find()
        .filter(metafield_definition::COLUMN.owner_type.eq(owner_type))
        .filter(metafield_definition::COLUMN.namespace.eq(namespace))
        .filter(metafield_definition::COLUMN.key.eq(key));
    Ok(same.count(db).await? > 0)
}

/// Whether a custom field is defined.
pub(crate) async fn has_metafield_definitions(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let any = metafield_definition::Entity::find()
        .limit(1)
        .one(db)
        .await?;
    Ok(any.is_some())
}

/// Inserts definitions.
pub(crate) async fn insert_metafield_definitions(
    db: &impl ConnectionTrait,
    definitions: Vec<metafield_definition::Model>,
) -> Result<(), DbErr> {
    rows::insert::<metafield_definition::Entity>(db, definitions).await
}

//! Queries for custom fields, each with data from its definition.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};
use souk_entities::{
    catalog::{metafield, metafield_definition as definition},
    ids::MetafieldId,
};
use souk_kernel::rows;
use std::collections::{BTreeMap, BTreeSet};

/// Names a custom field: kind and number of its owner, namespace, key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MetafieldKey {
    /// Kind of the owner as in its gid.
    pub owner_type: &'static str,
    /// Number of the owner.
    pub owner_id: i64,
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
}

/// A custom field with data from its definition; without a definition that data is absent.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LoadedMetafield {
    /// The field.
    #[sea_orm(nested)]
    pub row: metafield::Model,
    /// Whether buyers may read it.
    pub storefront_visible: Option<bool>,
    /// Description from the definition.
    pub description: Option<String>,
}

/// Custom fields by owner, namespace and key. The result may also contain fields of the same owners
/// with the same key in another namespace. Index: `metafield_by_owner`.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    keys: &[MetafieldKey],
) -> Result<Vec<LoadedMetafield>, DbErr> {
    let mut by_type: BTreeMap<&str, Vec<&MetafieldKey>> = BTreeMap::new();
    for key in keys {
        by_type.entry(key.owner_type).or_default().push(key);
    }
    let mut wanted = Condition::any();
    for (owner_type, keys) in by_type {
        let owners: BTreeSet<i64> = keys.iter().map(|key| key.owner_id).collect();
        let namespaces: BTreeSet<&str> = keys.iter().map(|key| key.namespace.as_str()).collect();
        let names: BTreeSet<&str> = keys.iter().map(|key| key.key.as_str()).collect();
        wanted = wanted.add(
            Condition::all()
                .add(metafield::COLUMN.owner_type.eq(owner_type))
                .add(metafield::Column::OwnerId.is_in(owners))
                .add(metafield::Column::Namespace.is_in(namespaces))
                .add(metafield::Column::Key.is_in(names)),
        );
    }
    with_definition().filter(wanted).into_model().all(db).await
}

/// Custom fields by id.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: &[MetafieldId],
) -> Result<Vec<LoadedMetafield>, DbErr> {
    with_definition()
        .filter(metafield::Column::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(db)
        .await
}

/// Every custom field of these owners, which are of one kind. Index: `metafield_by_owner`.
pub(crate) async fn metafields_of_kind(
    db: &impl ConnectionTrait,
    owner_type: &str,
    owners: &[i64],
) -> Result<Vec<metafield::Model>, DbErr> {
    let mut found = Vec::new();
    for owners in owners.chunks(rows::KEYS) {
        let query = metafield::Entity::find()
            .filter(metafield::COLUMN.owner_type.eq(owner_type))
            .filter(metafield::Column::OwnerId.is_in(owners.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Locks every custom field of these owners, which are of one kind, in id order. Index:
/// `metafield_by_owner`.
pub(crate) async fn lock_of_owners(
    db: &impl ConnectionTrait,
    owner_type: &str,
    owners: Vec<i64>,
) -> Result<Vec<metafield::Model>, DbErr> {
    metafield::Entity::find()
        .filter(metafield::COLUMN.owner_type.eq(owner_type))
        .filter(metafield::Column::OwnerId.is_in(owners))
        .order_by_asc(metafield::Column::Id)
        .lock_exclusive()
        .all(db)
        .await
}

/// Locks a custom field.
pub(crate) async fn lock_metafield(
    db: &impl ConnectionTrait,
    id: MetafieldId,
) -> Result<Option<metafield::Model>, DbErr> {
    metafield::Entity::find_by_id(id)
        .lock_exclusive()
        .one(db)
        .await
}

/// Whether a field is stored with another type than `field` has.
pub(crate) async fn has_other_type(
    db: &impl ConnectionTrait,
    field: &definition::Model,
) -> Result<bool, DbErr> {
    let other = metafield::Entity::find()
        .filter(metafield::COLUMN.owner_type.eq(&field.owner_type))
        .filter(metafield::COLUMN.namespace.eq(&field.namespace))
        .filter(metafield::COLUMN.key.eq(&field.key))
        .filter(metafield::COLUMN.kind.ne(&field.kind))
        .limit(1);
    Ok(other.one(db).await?.is_some())
}

/// Inserts the custom fields that are new, and writes over the others, which were read.
pub(crate) async fn save(
    db: &impl ConnectionTrait,
    rows: Vec<metafield::Model>,
    is_new: impl Fn(&metafield::Model) -> bool,
) -> Result<(), DbErr> {
    rows::save::<metafield::Entity>(db, rows, is_new).await
}

/// Deletes every custom field of one owner. Index: `metafield_by_owner`.
pub(crate) async fn delete_of_owner(
    db: &impl ConnectionTrait,
    owner_type: &str,
    owner: i64,
) -> Result<(), DbErr> {
    metafield::Entity::delete_many()
        .filter(metafield::COLUMN.owner_type.eq(owner_type))
        .filter(metafield::COLUMN.owner_id.eq(owner))
        .exec(db)
        .await?;
    Ok(())
}

fn with_definition() -> Select<metafield::Entity> {
    let of = |column| Expr::col((metafield::Entity, column));
    let mut query = metafield::Entity::find()
        .column(definition::Column::StorefrontVisible)
        .column(definition::Column::Description);
    QuerySelect::query(&mut query).left_join(
        definition::Entity,
        Condition::all()
            .add(
                Expr::col((definition::Entity, definition::Column::OwnerType))
                    .eq(of(metafield::Column::OwnerType)),
            )
            .add(
                Expr::col((definition::Entity, definition::Column::Namespace))
                    .eq(of(metafield::Column::Namespace)),
            )
            .add(
                Expr::col((definition::Entity, definition::Column::Key))
                    .eq(of(metafield::Column::Key)),
            ),
    );
    query
}

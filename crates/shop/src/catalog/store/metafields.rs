//! Queries for custom fields, each with data from its definition.

use crate::catalog::metafield_loaders::MetafieldKey;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    QueryFilter, QuerySelect, Select, sea_query::Expr,
};
use souk_entities::{
    catalog::{metafield, metafield_definition as definition},
    ids::MetafieldId,
};
use std::collections::{BTreeMap, BTreeSet};

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

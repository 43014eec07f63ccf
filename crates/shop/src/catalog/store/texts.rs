//! Queries for translations.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::catalog::translation;
use souk_kernel::rows;

/// Translations into `locale` of the texts of these resources and their parts. Index:
/// `translation_by_root`.
pub async fn translations_by_roots(
    db: &impl ConnectionTrait,
    locale: &str,
    roots: &[i64],
) -> Result<Vec<translation::Model>, DbErr> {
    let mut found = Vec::new();
    for roots in roots.chunks(rows::KEYS) {
        let query = translation::Entity::find()
            .filter(translation::COLUMN.locale.eq(locale))
            .filter(translation::Column::RootId.is_in(roots.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// Inserts translations, replacing those of the same texts.
pub(crate) async fn upsert_translations(
    db: &impl ConnectionTrait,
    rows: Vec<translation::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<translation::Entity>(db, rows).await
}

/// Deletes the translations of a resource and its parts. Index: `translation_by_root`.
pub(crate) async fn delete_translations(db: &impl ConnectionTrait, root: i64) -> Result<(), DbErr> {
    translation::Entity::delete_many()
        .filter(translation::COLUMN.root_id.eq(root))
        .exec(db)
        .await?;
    Ok(())
}

/// Deletes the translations of parts of a resource, which are of one kind. Index:
/// `translation_by_root`.
pub(crate) async fn delete_translations_of_parts(
    db: &impl ConnectionTrait,
    root: i64,
    kind: &str,
    parts: impl IntoIterator<Item = i64>,
) -> Result<(), DbErr> {
    translation::Entity::delete_many()
        .filter(translation::COLUMN.root_id.eq(root))
        .filter(translation::COLUMN.resource_type.eq(kind))
        .filter(translation::Column::ResourceId.is_in(parts))
        .exec(db)
        .await?;
    Ok(())
}

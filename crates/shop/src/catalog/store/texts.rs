//! Queries for translations.

use super::KEYS;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use souk_entities::catalog::translation;

/// Translations into `locale` of the texts of these resources and their parts. Index:
/// `translation_by_root`.
pub async fn translations_by_roots(
    db: &impl ConnectionTrait,
    locale: &str,
    roots: &[i64],
) -> Result<Vec<translation::Model>, DbErr> {
    let mut found = Vec::new();
    for roots in roots.chunks(KEYS) {
        let query = translation::Entity::find()
            .filter(translation::COLUMN.locale.eq(locale))
            .filter(translation::Column::RootId.is_in(roots.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

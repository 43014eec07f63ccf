//! Queries for uploaded files.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use souk_entities::{catalog::media_file, ids::FileId};
use souk_kernel::rows::KEYS;
use std::collections::HashSet;

/// One file.
pub(crate) async fn file_by_id(
    db: &impl ConnectionTrait,
    id: FileId,
) -> Result<Option<media_file::Model>, DbErr> {
    media_file::Entity::find_by_id(id).one(db).await
}

/// Those of the files whose bytes the shop stores itself.
pub(crate) async fn uploads_among(
    db: &impl ConnectionTrait,
    ids: &[FileId],
) -> Result<HashSet<FileId>, DbErr> {
    let mut found = HashSet::new();
    for some in ids.chunks(KEYS) {
        let rows = media_file::Entity::find()
            .select_only()
            .column(media_file::Column::Id)
            .filter(media_file::COLUMN.id.is_in(some.iter().copied()))
            .filter(media_file::COLUMN.source.is_null())
            .into_tuple::<FileId>()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Records a file whose bytes are already stored.
pub(crate) async fn insert_file(
    db: &impl ConnectionTrait,
    file: media_file::Model,
) -> Result<(), DbErr> {
    media_file::Entity::insert(file.into_active_model())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

//! Queries for uploaded files.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel};
use souk_entities::{catalog::media_file, ids::FileId};

/// One file.
pub(crate) async fn file_by_id(
    db: &impl ConnectionTrait,
    id: FileId,
) -> Result<Option<media_file::Model>, DbErr> {
    media_file::Entity::find_by_id(id).one(db).await
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

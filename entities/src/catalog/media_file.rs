//! Uploaded files; their bytes lie in the data folder under their id.
use crate::{Timestamp, ids::FileId};
use sea_orm::entity::prelude::*;

/// Uploaded files; their bytes lie in the data folder under their id.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media_file")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// Media type.
    pub mime_type: String,
    /// Name the merchant gave.
    pub original_name: String,
    /// Size in bytes.
    pub byte_size: i64,
    /// Width in pixels of a picture.
    pub width: Option<i32>,
    /// Height in pixels of a picture.
    pub height: Option<i32>,
    /// What it shows, in words.
    pub alt: Option<String>,
    /// When it was uploaded.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

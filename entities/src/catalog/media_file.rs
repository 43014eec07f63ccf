//! Files: uploads, whose bytes are stored in the data folder under their id, and external pictures.
use crate::{Timestamp, ids::FileId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Files: uploads, whose bytes are stored in the data folder under their id, and external pictures.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "media_file")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// Source, unless it was uploaded: `demo:…` for a generated picture, or a URL.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    /// Media type.
    pub mime_type: String,
    /// Original file name.
    pub original_name: String,
    /// Size in bytes.
    pub byte_size: i64,
    /// Width in pixels, for pictures.
    pub width: Option<i32>,
    /// Height in pixels, for pictures.
    pub height: Option<i32>,
    /// Alternative text.
    pub alt: Option<String>,
    /// When it was uploaded.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

//! Files: uploads, whose bytes lie in the data folder under their id, and pictures from elsewhere.
use crate::{Timestamp, ids::FileId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Files: uploads, whose bytes lie in the data folder under their id, and pictures from elsewhere.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "media_file")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// Where it comes from, unless it was uploaded: `demo:…` for a drawn picture, or an address.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
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

//! Pages of text.
use crate::{Timestamp, ids::PageId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Pages of text.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "page")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PageId,
    /// Name in addresses. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Title.
    pub title: String,
    /// Text as HTML.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Text without markup.
    #[sea_orm(column_type = "Text")]
    pub body_text: String,
    /// Title for search engines; the title where absent.
    pub seo_title: Option<String>,
    /// Description for search engines; the description where absent.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// When it is or will be published; never where absent.
    pub published_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

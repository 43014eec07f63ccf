//! Blogs.
use crate::{Timestamp, ids::BlogId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Blogs.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "blog")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BlogId,
    /// Handle used in URLs. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Title.
    pub title: String,
    /// Title for search engines; null to use the title.
    pub seo_title: Option<String>,
    /// Description for search engines; null to use the description.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

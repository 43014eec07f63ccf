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
    /// Name in addresses. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Title.
    pub title: String,
    /// Title for search engines; the title where absent.
    pub seo_title: Option<String>,
    /// Description for search engines; the description where absent.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

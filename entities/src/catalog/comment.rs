//! Readers' comments on articles.
use crate::{
    Timestamp,
    ids::{ArticleId, CommentId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Readers' comments on articles.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommentId,
    /// The article.
    pub article_id: ArticleId,
    /// Name of the reader.
    pub author_name: String,
    /// E-mail address of the reader.
    pub author_email: String,
    /// Text as HTML.
    #[sea_orm(column_type = "Text")]
    pub content_html: String,
    /// Text without markup.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Whether the merchant approved it.
    pub published: bool,
    /// When it was written.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

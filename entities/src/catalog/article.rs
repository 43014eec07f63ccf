//! Articles of blogs.
use crate::{
    Timestamp,
    ids::{ArticleId, BlogId},
    kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Articles of blogs.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "article")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ArticleId,
    /// The blog.
    pub blog_id: BlogId,
    /// Handle used in URLs, unique within the blog.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Text as HTML.
    #[sea_orm(column_type = "Text")]
    pub content_html: String,
    /// Text without markup, derived from the HTML.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Summary as HTML.
    #[sea_orm(column_type = "Text", nullable)]
    pub excerpt_html: Option<String>,
    /// Author.
    #[sea_orm(column_type = "JsonBinary")]
    pub author: Author,
    /// First and last name of the author, kept for sorting and filtering.
    pub author_name: String,
    /// Picture.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub image: Option<super::product::Picture>,
    /// Tags.
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: super::product::Tags,
    /// Title for search engines; null to use the title.
    pub seo_title: Option<String>,
    /// Description for search engines; null to use the description.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// When it is or will be published; null if it is not.
    pub published_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Author of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Short biography.
    pub bio: Option<String>,
}
kept_as_json!(Author);

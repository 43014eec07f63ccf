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
    /// Name in addresses, unique within the blog.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Text as HTML.
    #[sea_orm(column_type = "Text")]
    pub content_html: String,
    /// Text without markup.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Summary as HTML.
    #[sea_orm(column_type = "Text", nullable)]
    pub excerpt_html: Option<String>,
    /// Who wrote it.
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

/// Who wrote an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// A few words about the person.
    pub bio: Option<String>,
}
kept_as_json!(Author);

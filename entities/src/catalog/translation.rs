//! Texts in other languages.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Texts in other languages.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "translation")]
pub struct Model {
    /// Kind of the resource as in its gid.
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource_type: String,
    /// Number of the resource.
    #[sea_orm(primary_key, auto_increment = false)]
    pub resource_id: i64,
    /// Language, such as `de`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub locale: String,
    /// Which text, such as `title`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Number of the product, for its options and values; else the resource itself. A page loads by this.
    pub root_id: i64,
    /// The text.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

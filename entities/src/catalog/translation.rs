//! Translations of texts.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Translations of texts.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "translation")]
pub struct Model {
    /// Type of the resource as in its gid.
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
    /// Number of the product for its options and option values, otherwise of the resource itself.
    /// The translations of a page of results are loaded by this.
    pub root_id: i64,
    /// The translated text.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

//! Redirects from old paths.
use crate::ids::UrlRedirectId;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Redirects from old paths.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "url_redirect")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UrlRedirectId,
    /// Old path. Unique.
    #[sea_orm(unique)]
    pub path: String,
    /// New path or address.
    pub target: String,
}

impl ActiveModelBehavior for ActiveModel {}

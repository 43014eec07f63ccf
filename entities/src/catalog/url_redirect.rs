//! Redirects from old paths.
use crate::ids::UrlRedirectId;
use sea_orm::entity::prelude::*;

/// Redirects from old paths.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
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

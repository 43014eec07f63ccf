//! Changes to sold stock that were made, by the caller's key.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Changes to sold stock that were made, by the caller's key: the same key changes nothing a second
/// time.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "stock_operation")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

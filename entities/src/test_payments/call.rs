//! Calls of the test provider that were done, by their keys.
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Calls of the test provider that were done, by their keys.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "call")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub idempotency_key: String,
    /// What was asked: the key may not be used for anything else.
    #[sea_orm(column_type = "Text")]
    pub request: String,
    /// The intent or refund it made or changed.
    pub object_id: String,
}

impl ActiveModelBehavior for ActiveModel {}

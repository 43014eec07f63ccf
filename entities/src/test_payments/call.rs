//! Completed calls to the test provider, by their keys.
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Completed calls to the test provider, by their keys.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "call")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub idempotency_key: String,
    /// The request: the key may not be used for any other.
    #[sea_orm(column_type = "Text")]
    pub request: String,
    /// The intent or refund it created or changed.
    pub object_id: String,
}

impl ActiveModelBehavior for ActiveModel {}

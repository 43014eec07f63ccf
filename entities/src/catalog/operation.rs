//! Unfinished work that spans more than one transaction.
use crate::{Timestamp, ids::OperationId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Unfinished work that spans more than one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "operation")]
pub struct Model {
    /// Id, time-ordered: work is resumed in this order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperationId,
    /// What is left to do, as JSON.
    #[sea_orm(column_type = "Text")]
    pub work: String,
    /// When it was started.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

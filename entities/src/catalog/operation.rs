//! Work that reaches beyond one transaction and is not finished yet.
use crate::{Timestamp, ids::OperationId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Work that reaches beyond one transaction and is not finished yet.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "operation")]
pub struct Model {
    /// Id, time-ordered: work is taken up in this order.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperationId,
    /// What is left to do, as JSON.
    #[sea_orm(column_type = "Text")]
    pub work: String,
    /// When it was begun.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

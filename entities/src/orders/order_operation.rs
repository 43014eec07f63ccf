//! Merchants' requests that a payment provider or the stock must follow.
use crate::{
    Timestamp,
    ids::{OperationId, OrderId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// A wish that reaches beyond the orders database: written first, then done, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "order_operation")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperationId,
    /// The order.
    pub order_id: OrderId,
    /// Identifies the request: the same one is carried out once.
    pub key: String,
    /// Digest of the request: the same key with a different request is refused.
    pub fingerprint: String,
    /// State.
    pub state: OperationState,
    /// The request, as JSON.
    #[sea_orm(column_type = "Text")]
    pub work: String,
    /// Error message, if it failed.
    #[sea_orm(column_type = "Text", nullable)]
    pub failure: Option<String>,
    /// Until when one process works on it; others leave it alone.
    pub leased_until: Timestamp,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum OperationState {
    /// It is done.
    Done,
    /// It was refused, and nothing of it remains.
    Failed,
    /// It is in progress.
    Pending,
    /// The money has moved and the items are gone, but the stock did not follow: a person has to
    /// correct it.
    StockRefused,
}

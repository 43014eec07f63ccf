//! Refunds of the test provider.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Refunds of the test provider.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The payment.
    #[sea_orm(indexed)]
    pub intent_id: String,
    /// The idempotency key it was created with.
    pub idempotency_key: String,
    /// Amount, in minor units.
    pub amount: i64,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

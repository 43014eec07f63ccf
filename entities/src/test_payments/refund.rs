//! Money the test provider gave back.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Money the test provider gave back.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "refund")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The payment.
    #[sea_orm(indexed)]
    pub intent_id: String,
    /// The key it was made with.
    pub idempotency_key: String,
    /// How much, in minor units.
    pub amount: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

//! Refunds of the test provider that the buyer's bank sent back.
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Refunds of the test provider that the buyer's bank sent back.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "sent_back")]
pub struct Model {
    /// The refund.
    #[sea_orm(primary_key, auto_increment = false)]
    pub refund_id: String,
}

impl ActiveModelBehavior for ActiveModel {}

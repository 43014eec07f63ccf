//! Disputes of the test provider: the buyer's bank wants money back.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Disputes of the test provider: the buyer's bank wants money back.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "dispute")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The payment.
    #[sea_orm(indexed)]
    pub intent_id: String,
    /// Amount, in minor units.
    pub amount: i64,
    /// State.
    pub state: State,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of a dispute: who keeps the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// It is not decided yet; meanwhile the bank has the money.
    Open,
    /// The buyer keeps it.
    Lost,
    /// The shop keeps it.
    Won,
}
